/*
 * The way of an application: what has been, where it is, what comes.
 *
 * The first line is the sending.  A state that the sending leads to and that
 * is reached later (a representative agreed) is called as what led there.
 * Nothing after the answer is promised: it says on what it hangs.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/report/export.h"
#include "public.h"

#define SEND		"envoyer"
#define STEPS_AHEAD	8

struct way {
	struct req	*req;
	struct node	*page;
	const struct definition *definition;
	const struct dossier *dossier;
	const struct state *sent;	/* where sending leads */
};

static struct node *
add_line(const struct way *w, const char *kind, const char *label, int64_t at)
{
	struct node *n = node_add(w->page, "jalon");

	node_set(n, "quand", kind);
	node_set(n, "libelle", label);
	if (at != 0)
		node_set(n, "date", time_iso(w->req->arena, at));
	return n;
}

/*
 * The move that most files make from a state: the first without a reason that
 * leads neither out nor back to representatives.
 */
static const struct transition *
usual_move(const struct definition *d, const char *state)
{
	const struct transition *t;
	const struct state *to;
	size_t i;

	for (i = 0; i < d->ntransitions; i++) {
		t = &d->transitions[i];
		to = definition_state(d, t->to);
		if (to == NULL || to->no_seat || str_eq(to->who,
		    "representant"))
			continue;
		if (!t->reason && (!str_eq(t->by, "personne") ||
		    transition_changes(t)) && !str_eq(t->to, state) &&
		    transition_from(t, state))
			return t;
	}
	return NULL;
}

/* Has the team still to say yes or no? */
static int
decision_awaited(const struct definition *d, const struct state *state)
{
	const struct transition *t;
	size_t i;

	for (i = 0; i < d->ntransitions; i++) {
		t = &d->transitions[i];
		if (t->reason && str_eq(t->by, "equipe") &&
		    str_eq(state->who, "equipe") &&
		    transition_from(t, state->name))
			return 1;
	}
	return 0;
}

/*
 * The day an answer is promised for: from when the team had all it needs,
 * until it wrote for the first time.
 */
static int32_t
promised(const struct way *w, const struct event *events, size_t n)
{
	const struct transition *t;
	int64_t from = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		t = definition_transition(w->definition, events[i].name);
		if (t != NULL && str_eq(events[i].state, w->sent->name) &&
		    !transition_changes(t))
			from = events[i].at;
		else if (t != NULL && t->reason && str_eq(t->by, "equipe"))
			from = 0;
	}
	return from == 0 ? DAY_NONE : day_add_working(time_local(from, NULL,
	    NULL), w->definition->reply_days);
}

static const char *
label_of(const struct way *w, const struct state *s, const char *event)
{
	return s != w->sent || str_eq(event, SEND) ? s->label :
	    event_label(w->definition, event);
}

/* The states so far; the last is the one it is in. */
static void
add_past(const struct way *w, const struct event *events, size_t n)
{
	const struct state *s, *last = NULL;
	const char *event = "";
	int64_t since = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		s = definition_state(w->definition, events[i].state);
		if (s == NULL || s == last || events[i].at <
		    w->dossier->sent || str_eq(s->name, STATE_DRAFT))
			continue;
		if (last != NULL)
			add_line(w, "fait", label_of(w, last, event), since);
		else if (s != w->sent)
			add_line(w, "fait", w->sent->label, w->dossier->sent);
		last = s;
		event = events[i].name;
		since = events[i].at;
	}
	if (last != NULL)
		add_line(w, "courant", label_of(w, last, event), since);
}

static void
add_coming(const struct way *w, const struct state *now, int32_t promise)
{
	const struct definition *d = w->definition;
	const struct transition *t;
	const struct state *s = now;
	struct node *n;
	int undecided = str_eq(now->who, "representant") ||
	    str_eq(now->who, "personne") || decision_awaited(d, now);
	int answered = 0;
	size_t i;

	for (i = 0; i < STEPS_AHEAD && (t = usual_move(d, s->name)) != NULL;
	    i++) {
		s = definition_state(d, t->to);
		if (undecided && !answered && str_eq(t->by, "equipe") &&
		    !decision_awaited(d, s)) {
			n = add_line(w, "avenir", "Réponse", 0);
			if (promise != DAY_NONE)
				node_set(n, "limite", day_iso(w->req->arena,
				    promise));
			answered = 1;
			continue;
		}
		n = add_line(w, "avenir", label_of(w, s, t->name), 0);
		if (answered)
			node_set(n, "condition", "1");
	}
}

void
jalons_add(struct req *req, struct node *page,
    const struct definition *definition, const struct dossier *d,
    const struct event *events, size_t n)
{
	const struct transition *send = definition_transition(definition,
	    SEND);
	const struct state *now = definition_state(definition, d->state);
	struct way w = { req, page, definition, d, send == NULL ? NULL :
	    definition_state(definition, send->to) };
	int32_t promise;

	if (now == NULL || w.sent == NULL)
		return;
	promise = decision_awaited(definition, now) ? promised(&w, events,
	    n) : DAY_NONE;
	if (promise != DAY_NONE)
		node_set(page, "reponse", day_iso(req->arena, promise));
	add_past(&w, events, n);
	if (!str_eq(now->who, "aucun"))
		add_coming(&w, now, promise);
}
