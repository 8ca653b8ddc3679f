/*
 * mail: every message that can be sent is written from every definition, fits
 * its subject line, and uses nothing that its model cannot hold.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "port/crypto.h"
#include "test.h"
#include "world.h"

static struct world w;

static struct dossier
example(const char *prenom)
{
	return (struct dossier){
		.id = 0, .numero = "CAE-26-9B2D-X7", .programme = "cae",
		.state = "envoyee", .email = "lea@courriel.example",
		.prenom = prenom, .nom = "Petit", .cooperative = "angers",
		.created = 1795428672, .changed = 1795428672,
		.sent = 1795428672, .version = 2,
		.reply_days = REPLY_DAYS
	};
}

/* A message of each kind that a transition sends, and of the two others. */
static void
test_all_kinds(void)
{
	struct dossier d = example("Maximilienne-Alexandrine-Gwenaëlle");
	const struct transition *t;
	struct message m;
	size_t i;

	for (i = 0; i < w.cae->ntransitions; i++) {
		t = &w.cae->transitions[i];
		if (t->mail == NULL)
			continue;
		d.state = arena_dupn(w.a, t->from, strcspn(t->from, " "));
		CHECK(dossier_message(w.a, w.cae, &d, t->name,
		    "Voici\n\n\n\nle motif", &w.mailer, &m) == 0);
		printf("# %s : %s\n", t->name, m.subject);
		CHECK(utf8_length(m.subject) <= MAIL_SUBJECT_MAX);
		CHECK(strstr(m.subject, "…") == NULL);
		CHECK(strstr(m.body, d.numero) != NULL);
		CHECK(strstr(m.body, "de la Coopérative d’Angers") != NULL ||
		    strstr(m.body, "de la Coopérative d'Angers") != NULL);
		CHECK(strstr(m.body, "{{") == NULL &&
		    strstr(m.body, "\n\n\n") == NULL);
		CHECK(!t->reason || strstr(m.body, "le motif") != NULL);
		/* whose file goes one day is told when */
		CHECK((definition_state(w.cae, t->to)->erased > 0) ==
		    (strstr(m.body, "puis elles sont effacées") != NULL));
		CHECK_STR(m.to, "lea@courriel.example");
	}
}

static void
add_all(struct node *to, const char *names, const char *sep)
{
	char *rest = arena_dup(w.a, names), *name;

	while ((name = str_split(&rest, ' ')) != NULL)
		if (sep[0] == '@')
			node_set(to, name, "x");
		else
			node_add_text(to, name, "x");
}

/* No template asks for what no model has. */
static void
test_paths(void)
{
	struct dossier d = example("Léa");
	struct node *model = mail_model(w.a, &w.mailer, &d);
	struct buf faults = BUF_INIT;
	struct dirent *e;
	DIR *dir = opendir(conf_share(w.a, &w.conf, "site/mails"));
	const char *name;
	size_t n = 0;

	CHECK(str_eq(node_attr(node_child(model, "dossier"), "reponse"),
	    "2026-12-07"));
	add_all(model, "motif retire demande texte objet lettre", "");
	add_all(model, "code limite participation accord place retrait arret "
	    "etape renouvelable reste objet auteur vers jusqu acces nom quoi "
	    "garde",
	    "@");
	add_all(node_add(model, "appui"), "fin duree", "@");
	add_all(node_add(node_child(model, "appui"), "cesa"), "echeance", "@");
	add_all(node_add(model, "representant"), "nom", "@");
	add_all(node_add(model, "document"), "titre code", "@");
	add_all(node_add(model, "decision"), "titre reponse date version "
	    "effet", "@");
	add_all(node_child(model, "dossier"), "expire termine", "@");
	add_all(node_add(model, "session"), "titre dates motif horaires lieu "
	    "adresse code-postal commune lien compose cloture", "@");
	while (dir != NULL && (e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		name = arena_dupn(w.a, e->d_name, strlen(e->d_name) - 4);
		n += template_check(w.mailer.templates, name, model, &faults);
	}
	if (dir != NULL)
		closedir(dir);
	CHECK_STR(buf_cstr(&faults), "");
	CHECK(n == 0);
	buf_free(&faults);
}

static int
to_staff(const char *kind)
{
	return str_eq(kind, "signalement") || str_eq(kind, "retrait-accord") ||
	    str_starts(kind, "compte-") || str_ends(kind, "-equipe");
}

/* A message of a kind, with everything that it may name. */
static void
check_kind(const char *kind)
{
	static const char *const formal[] = { "vous", "Vous", "votre", "Votre",
	    " vos " };
	struct dossier d = example("Maximilienne-Alexandrine");
	struct node *model;
	struct message m;
	size_t i;

	d.sent = 0;
	d.expires = 1821434400;		/* 20 September 2027 */
	model = mail_model(w.a, &w.mailer, &d);
	node_set(node_child(model, "dossier"), "reponse", "2027-09-20");
	node_set(model, "code", "4F7K-Q2");
	node_set(model, "limite", "2027-09-20T10:00:00Z");
	node_set(model, "participation", "la coopérative d’Ancenis");
	node_set(model, "accord", "oui");
	node_add_text(model, "motif", "Voici pourquoi");
	node_set(node_add(model, "appui"), "fin", "2027-09-20");
	node_set(model, "reste", "30");
	node_set(node_add(model, "session"), "titre", "Coopérative d’Ancenis");
	node_set(node_add(model, "document"), "titre", "Autorisation");
	mail_write(w.a, &w.mailer, kind, d.email, d.id, model, &m);
	printf("# %s : %s\n", kind, m.subject);
	CHECK(utf8_length(m.subject) <= MAIL_SUBJECT_MAX);
	CHECK(strstr(m.subject, "…") == NULL);
	CHECK(strstr(m.body, "Besoin d’aide") != NULL || to_staff(kind));
	CHECK(strstr(m.body, "ce message parce que") != NULL);
	CHECK(strstr(m.body, "{{") == NULL &&
	    strstr(m.body, "\n\n\n") == NULL);
	for (i = 0; str_ends(kind, "-tu") &&
	    i < sizeof(formal) / sizeof(formal[0]); i++)
		CHECK(strstr(m.body, formal[i]) == NULL &&
		    strstr(m.subject, formal[i]) == NULL);
}

/* Every file of site/mails that is a message, not a part of one. */
static void
test_every_file(void)
{
	DIR *dir = opendir(conf_share(w.a, &w.conf, "site/mails"));
	struct xml_error err;
	struct dirent *e;

	CHECK(templates_load(templates_new(w.a), conf_share(w.a, &w.conf,
	    "site/mails"), &err) == 0);
	if (err.text[0] != '\0')
		printf("# %s\n", err.text);

	while (dir != NULL && (e = readdir(dir)) != NULL)
		if (e->d_name[0] != '.' && templates_has(w.mailer.templates,
		    arena_fmt(w.a, "%.*s/objet", (int)strlen(e->d_name) - 4,
		    e->d_name)))
			check_kind(arena_dupn(w.a, e->d_name,
			    strlen(e->d_name) - 4));
	if (dir != NULL)
		closedir(dir);
}

static void
test_write(void)
{
	struct dossier d = example("Léa\nBcc: x@y.example");
	struct node *model = mail_model(w.a, &w.mailer, &d);
	struct message m;
	struct mail *list;
	int64_t before;

	node_set(model, "code", "4F7K-Q2");
	mail_write(w.a, &w.mailer, "code", "a@b.example\r\nBcc: c@d.example",
	    0, model, &m);
	CHECK_STR(m.to, "a@b.example");
	CHECK_STR(m.subject, "Votre code\xc2\xa0: 4F7K-Q2");
	CHECK(str_starts(m.body, "Votre code\xc2\xa0: 4F7K-Q2\n"));
	CHECK(m.body[strlen(m.body) - 1] == '\n');
	/* a subject stays one line and 55 characters, whatever fills it */
	node_set(model, "code", "un deux\ntrois quatre cinq six sept huit neuf "
	    "dix onze douze treize");
	mail_write(w.a, &w.mailer, "code", "a@b.example", 0, model, &m);
	CHECK(utf8_length(m.subject) <= MAIL_SUBJECT_MAX);
	CHECK(strchr(m.subject, '\n') == NULL);
	CHECK_STR(m.subject, "Votre code\xc2\xa0: un deux trois quatre cinq six "
	    "sept huit…");
	/* queued with what caused it, or not at all; about no dossier */
	CHECK(m.token != NULL && strstr(m.body, m.token) != NULL);
	m.token = NULL;
	before = mail_before(w.db, 0);
	CHECK(db_begin(w.db) == 0 && mail_queue(w.db, &m) == 0);
	db_rollback(w.db);
	CHECK(mail_list(w.a, w.db, before, 10, &list) == 0);
	CHECK(db_begin(w.db) == 0 && mail_queue(w.db, &m) == 0 &&
	    mail_queue(w.db, &m) == 0 && db_commit(w.db) == 0);
	CHECK(mail_list(w.a, w.db, before, 10, &list) == 2);
	CHECK_STR(list[0].to, "a@b.example");
	CHECK(list[0].id < list[1].id);
	CHECK(mail_list(w.a, w.db, before, 1, &list) == 1);
	CHECK(mail_before(w.db, 1) == list[0].id);
	CHECK(mail_before(w.db, 1000) == 0);
}

int
main(void)
{
	world_open(&w);
	test_all_kinds();
	test_paths();
	test_every_file();
	test_write();
	world_close(&w);
	return test_end();
}
