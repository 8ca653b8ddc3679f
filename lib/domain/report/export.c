/*
 * The model of an export, and the files it speaks of.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/dossier/complement.h"
#include "domain/paper/document.h"
#include "domain/paper/execution.h"
#include "domain/post/mail.h"
#include "domain/post/thread.h"
#include "domain/report/export_inside.h"

#define MESSAGES	500

const char *
event_label(const struct definition *def, const char *name)
{
	static const struct { const char *name, *label; } facts[] = {
		{ "creer", "Brouillon commencé" },
		{ "reprendre", "Retrait annulé" },
		{ "confier", "Dossier confié" },
		{ "orienter", "Dossier orienté vers une coopérative" },
		{ "liberer", "Dossier sans personne pour le suivre" },
		{ "message-equipe", "Message envoyé à la personne" },
		{ "demander-piece", "Pièce demandée à la personne" },
		{ "message-personne", "Message reçu de la personne" },
		{ "transfert-propose", "Transfert proposé" },
		{ "transfert-accepte", "Dossier transmis à une autre "
		    "coopérative" },
		{ "transfert-refuse", "La personne préfère rester" },
		{ "transfert-annule", "Proposition de transfert retirée" },
		{ "saisir", "Candidature papier saisie" },
		{ "complement-donne", "Complément donné" },
		{ "complement-efface", "Complément effacé" },
		{ "donnees-remises", "Données remises à la personne" },
		{ "notes-communiquees", "Notes préparées pour la personne" },
		{ "changer-adresse", "Adresse e-mail changée" },
		{ "accord-retire", "Accord retiré" },
		{ "effacer", "Données effacées" },
		{ "effacement-demande", "Effacement demandé" },
		{ "effacement-retire", "Demande d’effacement retirée" },
		{ "effacement-refuse", "Effacement refusé" },
		{ "effacement-accepte", "Effacement accepté" },
		{ "gel-pose", "Effacement suspendu" },
		{ "gel-leve", "Effacement possible de nouveau" },
		{ "accord-redonne", "Accord donné de nouveau" },
		{ "accord-caduc", "Accord redemandé : une réponse a changé" },
		{ "representant-ecrit", "Demande envoyée à un représentant" },
		{ "representant-papier", "Représentant à joindre sur papier" },
		{ "representant-repondu", "Réponse d’un représentant" },
		{ "majorite", "18 ans : les représentants n’ont plus accès" },
		{ "signaler", "Message reçu par une autre personne" },
		{ "emettre-document", "Document émis" },
		{ "remplacer-document", "Document remplacé" },
		{ "revoquer-document", "Document révoqué" },
		{ "declaration-faite", "Déclaration faite" },
		{ "declaration-annulee", "Déclaration retirée" },
		{ "jour-reunion", "Réunion d’information" },
		{ "jour-diagnostic", "Diagnostic" },
		{ "jour-associe", "Associé ou associée" },
		{ "jour-sortie", "Sortie de la coopérative" },
		{ "jour-activite", "Début de l’activité économique" },
		{ "jour-immatriculation", "Immatriculation" },
		{ "jour-cesa", "Contrat d’entrepreneur salarié associé" },
		{ "signature-beneficiaire", "Document signé par la personne" },
		{ "signature-representant", "Document signé par un "
		    "représentant" },
		{ "signature-cooperative", "Document signé par la "
		    "coopérative" },
		{ "refus-beneficiaire", "Signature refusée par la personne" },
		{ "refus-representant", "Signature refusée par un "
		    "représentant" },
		{ "refus-cooperative", "Signature refusée par la "
		    "coopérative" },
		{ "signature-caduque", "18 ans : un représentant ne peut plus "
		    "signer" },
		{ "executer-document", "Document signé par tous" },
		{ "passation", "Passage au logiciel de gestion" },
		{ "place-prise", "Place prise" },
		{ "place-attente", "Inscription en liste d’attente" },
		{ "place-offerte", "Place proposée" },
		{ "place-rendue", "Place rendue" },
		{ "place-declinee", "Place refusée" },
		{ "place-expiree", "Proposition de place expirée" }
	};
	const struct transition *t = definition_transition(def, name);
	size_t i;

	if (t != NULL)
		return t->label;
	for (i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (str_eq(facts[i].name, name))
			return facts[i].label;
	return name;
}

/* « pieces/2-cv.pdf »: never the same twice. */
static const char *
piece_path(struct arena *a, const struct piece *p)
{
	return arena_fmt(a, "pieces/%lld-%s", (long long)p->id, p->name);
}

static const char *
document_path(struct arena *a, const struct document *doc)
{
	return arena_fmt(a, "documents/%s", document_filename(a, doc));
}

static const char *
copy_path(struct arena *a, const struct document *doc)
{
	return arena_fmt(a, "documents/%s", execution_filename(a, doc));
}

/* The sheets that were signed by hand, beside the paper they are of. */
static const char *
scan_path(struct arena *a, const struct document *doc, const struct scan *s)
{
	return arena_fmt(a, "documents/papiers-%s/%lld-%s", doc->code,
	    (long long)s->id, s->name);
}

/* Of a paper: the copy that all have signed, and its sheets. */
static void
add_signed(struct arena *a, struct db *db, const struct document *doc,
    struct node *to)
{
	struct execution e;
	struct scan *scans;
	struct node *n;
	size_t i, count;

	if (execution_find(a, db, doc->code, &e) == 0)
		node_set(to, "copie", copy_path(a, doc));
	count = scan_list(a, db, doc->code, &scans);
	for (i = 0; i < count; i++) {
		n = node_add(to, "papier");
		node_set(n, "fichier", scan_path(a, doc, &scans[i]));
		node_set(n, "nom", scans[i].name);
		node_set(n, "le", time_iso(a, scans[i].at));
	}
}

static int
add_records(struct arena *a, struct db *db, const struct dossier *d,
    struct node *root)
{
	struct query *q;
	struct node *n;

	q = db_query(db, "SELECT id, form, version, at, author FROM record "
	    "WHERE dossier = ?1 AND form = ?2 ORDER BY id", "is", d->id,
	    d->programme);
	while (db_next(q)) {
		n = node_add(root, "reponse");
		node_set(n, "fichier", arena_fmt(a, "reponses/%lld-%s.xml",
		    (long long)db_int(q, 0), db_text(q, 1)));
		node_set_int(n, "version", db_int(q, 2));
		node_set(n, "date", time_iso(a, db_int(q, 3)));
		node_set(n, "auteur", db_text(q, 4));
	}
	return db_done(q);
}

static void
add_papers(struct arena *a, struct db *db, const struct dossier *d,
    struct node *root)
{
	struct document *docs;
	struct piece *pieces;
	struct node *n;
	size_t i, total;

	total = piece_list(a, db, d->id, &pieces);
	for (i = 0; i < total; i++) {
		n = node_add(root, "piece");
		node_set(n, "fichier", piece_path(a, &pieces[i]));
		node_set(n, "nom", pieces[i].name);
		node_set_int(n, "taille", pieces[i].size);
	}
	total = document_list(a, db, d->id, &docs);
	for (i = 0; i < total; i++) {
		n = node_add(root, "document");
		node_set(n, "fichier", document_path(a, &docs[i]));
		add_signed(a, db, &docs[i], n);
		node_set(n, "titre", docs[i].title);
		node_set(n, "code", docs[i].code);
		node_set(n, "etat", docs[i].state);
		node_set(n, "emis", time_iso(a, docs[i].issued));
	}
}

/* The person's own decisions; those of representatives are theirs. */
static void
add_consents(struct arena *a, struct db *db, const struct dossier *d,
    struct node *root)
{
	struct decision *list;
	struct node *n;
	size_t i, total;

	total = accord_ledger(a, db, d->id, &list);
	for (i = 0; i < total; i++) {
		if (list[i].representant != 0)
			continue;
		n = node_add_text(root, "accord", list[i].text);
		node_set(n, "decision", list[i].decision);
		node_set_int(n, "version", list[i].version);
		node_set(n, "date", time_iso(a, list[i].at));
		node_set(n, "voie", list[i].channel);
	}
}

static void
add_events(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, struct node *root)
{
	const struct state *s;
	struct event *events;
	struct node *n;
	size_t i, total;

	total = dossier_events(a, db, d->id, &events);
	for (i = 0; i < total; i++) {
		n = node_add_text(root, "evenement", events[i].text);
		node_set(n, "date", time_iso(a, events[i].at));
		node_set(n, "libelle", event_label(def, events[i].name));
		node_set(n, "qui", str_eq(events[i].who, "personne") ||
		    str_eq(events[i].who, "systeme") ||
		    str_eq(events[i].who, "representant") ? events[i].who :
		    "equipe");
		if ((s = definition_state(def, events[i].state)) != NULL)
			node_set(n, "etape", s->label);
	}
}

static void
add_thread(struct arena *a, struct db *db, const struct dossier *d,
    struct node *root)
{
	struct thread_entry *list;
	struct node *n;
	size_t i, total;

	total = thread_list(a, db, d->id, &list);
	for (i = 0; i < total; i++) {
		n = node_add_text(root, "echange", list[i].text);
		node_set(n, "date", time_iso(a, list[i].at));
		node_set(n, "qui", list[i].account != 0 ? "equipe" :
		    "personne");
		node_set(n, "objet", list[i].subject);
	}
}

static void
add_messages(struct arena *a, struct db *db, const struct dossier *d,
    struct node *root)
{
	struct mail *list;
	struct node *n;
	size_t i, total;

	total = mail_told(a, db, d->id, MESSAGES, &list);
	for (i = 0; i < total; i++) {
		n = node_add_text(root, "message", list[i].body);
		node_set(n, "date", time_iso(a, list[i].queued));
		node_set(n, "objet", list[i].subject);
		node_set(n, "etat", list[i].state == MAIL_SENT ? "envoye" :
		    list[i].state == MAIL_FAILED ? "refuse" : "attente");
	}
}

static void
add_openings(struct arena *a, struct db *db, const struct network *network,
    const struct dossier *d, struct node *root)
{
	const struct cooperative *coop;
	struct opening *list;
	struct node *n;
	size_t i, total;

	total = dossier_openings(a, db, d->id, &list);
	for (i = 0; i < total; i++) {
		n = node_add(root, "ouverture");
		node_set(n, "date", time_iso(a, list[i].at));
		if (*list[i].role != '\0')
			node_set(n, "role", list[i].role);
		coop = network_cooperative(network, list[i].cooperative);
		node_set(n, "cooperative", coop != NULL ? coop->name :
		    network->name);
	}
}

/* Who had a sensitive answer shown, and why. */
static void
add_readings(struct arena *a, struct db *db, const struct network *network,
    const struct dossier *d, struct node *root)
{
	const struct cooperative *coop;
	struct reading *list;
	struct node *n;
	size_t i, total;

	total = complement_readings(a, db, d->id, &list);
	for (i = 0; i < total; i++) {
		n = node_add_text(root, "lecture", list[i].reason);
		node_set(n, "date", time_iso(a, list[i].at));
		node_set(n, "quoi", list[i].label);
		if (*list[i].role != '\0')
			node_set(n, "role", list[i].role);
		coop = network_cooperative(network, list[i].cooperative);
		node_set(n, "cooperative", coop != NULL ? coop->name :
		    network->name);
	}
}

int
export_model(struct arena *a, struct db *db, const struct definition *def,
    const struct network *network, const struct dossier *d,
    struct node *root)
{
	const struct cooperative *coop = network_cooperative(network,
	    d->cooperative);
	const struct state *s = definition_state(def, d->state);

	node_set(root, "numero", d->numero);
	node_set(root, "programme", def->title);
	node_set(root, "courriel", d->email);
	node_set(root, "etat", s != NULL ? s->label : d->state);
	if (d->sent != 0)
		node_set(root, "envoi", time_iso(a, d->sent));
	node_set(root, "jour", time_iso(a, time_now()));
	network_copy(node_add(root, "reseau"), tree_root(network->tree));
	if (coop != NULL)
		network_copy(node_add(root, "cooperative"), coop->node);
	add_papers(a, db, d, root);
	add_events(a, db, def, d, root);
	add_thread(a, db, d, root);
	add_messages(a, db, d, root);
	add_openings(a, db, network, d, root);
	add_readings(a, db, network, d, root);
	add_consents(a, db, d, root);
	return add_records(a, db, d, root);
}

/* By way of spools that go at once: one is open at a time. */
static int
pieces_to(struct arena *a, struct db *db, const struct dossier *d,
    struct archive *to, const char *run)
{
	struct arena *once;
	struct piece *list;
	struct spool *s;
	size_t i, n;
	int rc = 0;

	n = piece_list(a, db, d->id, &list);
	for (i = 0; i < n && rc == 0; i++) {
		once = arena_new();
		s = spool_new(once, run);
		if (piece_read(db, &list[i], s) == -1 || archive_add_spool(to,
		    piece_path(a, &list[i]), s, d->changed, 1) == -1)
			rc = -1;
		arena_free(once);
	}
	return rc;
}

static int
scan_to(struct db *db, const char *code, int64_t id, const char *path,
    struct archive *to, const char *run)
{
	struct arena *once = arena_new();
	struct spool *s = spool_new(once, run);
	struct scan scan;
	int rc;

	rc = scan_read(once, db, code, id, &scan, s) != 0 ||
	    archive_add_spool(to, path, s, scan.at, 1) == -1 ? -1 : 0;
	arena_free(once);
	return rc;
}

static int
signed_to(struct arena *a, struct db *db, const struct document *doc,
    struct archive *to, const char *run)
{
	struct scan *scans;
	const void *bytes;
	size_t i, n, len;
	int rc;

	rc = execution_pdf(a, db, doc->code, &bytes, &len);
	if (rc == -1 || (rc == 0 && archive_add(to, copy_path(a, doc), bytes,
	    len, doc->issued, 1) == -1))
		return -1;
	n = scan_list(a, db, doc->code, &scans);
	for (i = 0; i < n; i++)
		if (scan_to(db, doc->code, scans[i].id, scan_path(a, doc,
		    &scans[i]), to, run) == -1)
			return -1;
	return 0;
}

static int
documents_to(struct arena *a, struct db *db, const struct dossier *d,
    struct archive *to, const char *run)
{
	struct document *list;
	struct arena *once;
	const void *bytes;
	size_t i, n, len;
	int rc = 0;

	n = document_list(a, db, d->id, &list);
	for (i = 0; i < n && rc == 0; i++) {
		once = arena_new();
		if (document_pdf(once, db, list[i].code, &bytes, &len) != 0 ||
		    archive_add(to, document_path(a, &list[i]), bytes, len,
		    list[i].issued, 1) == -1 ||
		    signed_to(once, db, &list[i], to, run) == -1)
			rc = -1;
		arena_free(once);
	}
	return rc;
}

int
export_files(struct arena *a, struct db *db, const struct definition *now,
    const struct dossier *d, unsigned rights, struct archive *to,
    const char *run)
{
	return export_answers(a, db, now, d, rights, to) == -1 ||
	    pieces_to(a, db, d, to, run) == -1 ? -1 :
	    documents_to(a, db, d, to, run);
}
