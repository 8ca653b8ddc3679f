/*
 * style: the sizes and faces of the papers.  Titles and articles in Vollkorn,
 * what helps to read in Lato.
 */
#include "press/layout.h"

#define VOLLKORN	FACE_BODY, FACE_BODY_BOLD, FACE_BODY_ITALIC
#define LATO		FACE_TEXT, FACE_TEXT_BOLD, FACE_TEXT_ITALIC
#define LATO_BOLD	FACE_TEXT_BOLD, FACE_TEXT_BOLD, FACE_TEXT_ITALIC
#define BLACK		FACE_TITLE, FACE_TITLE, FACE_TITLE

const struct style style_title = { BLACK, 23, 26, INK, 0 };
const struct style style_subtitle = { LATO, 11.4, 15, INK_SOFT, 0 };
const struct style style_heading = { BLACK, 14, 17, INK, 0 };
const struct style style_article = { BLACK, 12, 15, INK, 0 };
const struct style style_subheading = { LATO_BOLD, 9.6, 13, INK, 0 };
const struct style style_body = { VOLLKORN, 10.2, 14, INK, 0 };
const struct style style_body_heading =
    { FACE_BODY_BOLD, FACE_BODY_BOLD, FACE_BODY_ITALIC, 10.2, 14, INK, 0 };
const struct style style_clair = { LATO, 8.6, 11.6, LOIRE, 0 };
const struct style style_party = { LATO_BOLD, 8.6, 11, LOIRE, 0 };
const struct style style_box_title = { BLACK, 12, 15, INK, 0 };
const struct style style_box = { LATO, 9.6, 13, INK, 0 };
const struct style style_box_bold = { LATO_BOLD, 9.6, 13, INK, 0 };
const struct style style_cell = { LATO, 8.8, 11.8, INK, 0 };
const struct style style_cell_head = { LATO_BOLD, 8.6, 11.4, INK, 0 };
const struct style style_case = { LATO, 8.8, 11.8, INK, 0 };
const struct style style_case_role = { LATO_BOLD, 9.6, 12, INK, 0 };
const struct style style_case_note = { LATO, 7.6, 10, INK_SOFT, 0 };
const struct style style_verify = { LATO, 8.6, 12, INK, 10 };
const struct style style_verify_title = { LATO_BOLD, 8.6, 12, INK, 0 };
const struct style style_head = { LATO, 8.6, 11, INK_SOFT, 0 };
const struct style style_head_name = { BLACK, 12, 13, INK, 0 };
/* As it should be, and twice tighter where a page would not do. */
const struct style style_large_title[TIGHTNESS] = {
	{ BLACK, 31, 34, INK, 0 }, { BLACK, 26, 29, INK, 0 },
	{ BLACK, 21, 24, INK, 0 }
};
const struct style style_sentence[TIGHTNESS] = {
	{ VOLLKORN, 13, 20, INK, 0 }, { VOLLKORN, 11.6, 16.4, INK, 0 },
	{ VOLLKORN, 10.2, 13.8, INK, 0 }
};
const struct style style_calm[TIGHTNESS] = {
	{ VOLLKORN, 10.6, 15.4, INK, 0 }, { VOLLKORN, 9.8, 13.4, INK, 0 },
	{ VOLLKORN, 9.2, 12.2, INK, 0 }
};
const struct style style_letter[TIGHTNESS] = {
	{ VOLLKORN, 10.6, 15, INK, 0 }, { VOLLKORN, 9.8, 13.4, INK, 0 },
	{ VOLLKORN, 9.2, 12.2, INK, 0 }
};
const struct style style_address = { LATO, 10, 12, INK, 0 };
const struct style style_object = { LATO_BOLD, 10.6, 14.4, INK, 0 };
const struct style style_note = { LATO, 8, 10.6, INK, 0 };
const struct style style_foot = { LATO, 7.6, 10, INK_SOFT, 0 };
