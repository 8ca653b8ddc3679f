/*
 * terreau: the command of the administrator.  Subcommands are rows of a
 * table; the options common to all are read here, once, wherever they stand.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/log.h"
#include "base/progress.h"
#include "base/str.h"
#include "port/crypto.h"
#include "port/gzip.h"
#include "port/xml.h"
#include "tools.h"

static const struct command commands[] = {
	{ "backup", cmd_backup, CONF, "[--to CLÉ] "
	    "[--keep JOURS,SEMAINES,MOIS] [--coffre DOSSIER] DOSSIER",
	    "sauvegarde tout le portail, pendant qu’il sert",
	    "Base, configuration, réseau et clés, vérifiés et sur le disque, "
	    "dans un nouveau\ndossier de DOSSIER, qui ne porte son nom "
	    "(terreau-2026-11-22T161700Z) qu’une\nfois entier.\n"
	    "--to CLÉ : chiffré pour cette clé publique, que fait « terreau "
	    "keys backup ».\n--keep 7,4,12 (d’office) : reste la dernière "
	    "sauvegarde de chacun des 7 derniers\njours, des 4 dernières "
	    "semaines et des 12 derniers mois qui en ont une ; les\nautres "
	    "sont effacées. --keep tout n’en efface aucune.\n"
	    "--coffre DOSSIER : met là, et pas à côté des sauvegardes, les clés "
	    "des dossiers, dont\nseul le dernier état est gardé. À lancer "
	    "après purge : ce qui est effacé l’est alors\naussi des anciennes "
	    "sauvegardes." },
	{ "check", cmd_check, CONF, "[--against SAUVEGARDE]",
	    "recalcule chaîne, empreintes et sceaux, nomme ce qui est abîmé",
	    "Ne change rien. Sort avec 1 s’il y a un défaut.\n"
	    "--against SAUVEGARDE : compare aussi tout ce qui ne change jamais "
	    "avec une sauvegarde\nqui n’est pas chiffrée, ligne par ligne, "
	    "même ce qu’aucune empreinte ne couvre." },
	{ "config", cmd_config, NO_CONF, "--check",
	    "dit ce qui manque à la configuration et ce qu’il faut faire",
	    "Clés, fichiers, droits, et ce qu’il faut avant d’ouvrir au "
	    "public. Ne change rien.\nSort avec 1 s’il y a une faute ; un "
	    "manque en est une dès que production = oui." },
	{ "demo", cmd_demo, CONF, "",
	    "remplit un portail vide d’un réseau et de dossiers inventés",
	    "Ne fait rien sur un portail déjà utilisé ou en production." },
	{ "export", cmd_export, CONF, "PROGRAMME",
	    "écrit les dossiers d’un programme en tableau (CSV)",
	    "Une ligne par dossier envoyé, une colonne par réponse." },
	{ "hold", cmd_hold, CONF, "[--lift] [--reason MOTIF] [--by NOM] [NUMERO]",
	    "garde un dossier de tout effacement, le temps d’un litige",
	    "NUMERO --reason MOTIF --by NOM : purge le laisse et le dit, "
	    "jusqu’à\nNUMERO --lift --by NOM. Sans numéro : tous ceux qui le "
	    "sont ou le furent." },
	{ "init", cmd_init, NO_CONF, "[--share DOSSIER] [--url ADRESSE]",
	    "crée le dossier de données, ou ce qui y manque",
	    "N’écrase rien. Met la base au schéma de cette version. Avec --conf, "
	    "la\nconfiguration est ce fichier-là, et --data peut manquer s’il "
	    "existe." },
	{ "keys", cmd_keys, CONF, "[list | new | retire NOM | backup FICHIER]",
	    "montre les clés qui scellent les documents, en change",
	    "new : une nouvelle clé scelle désormais ; les documents déjà "
	    "scellés restent\nvérifiables. Relancez ensuite terreau-staff.\n"
	    "retire NOM : cette clé, qui ne scelle plus, a été volée ; son "
	    "sceau ne prouve plus\nrien.\nbackup FICHIER : fait une paire "
	    "pour chiffrer les sauvegardes, écrit la clé\nsecrète dans FICHIER, "
	    "à garder ailleurs et en double, et dit la clé publique." },
	{ "lot", cmd_lot, CONF, "[--session CODE] [--programme NOM] "
	    "[--cooperative CODE] [--document GENRE] FICHIER.zip|FICHIER.pdf",
	    "réunit des documents émis en un ZIP, ou en un PDF à imprimer",
	    "Seuls les documents valables y sont. Le ZIP contient leurs "
	    "empreintes (sha256sum -c).\nLe PDF les met bout à bout, chacun "
	    "sur une nouvelle feuille, pour le recto verso." },
	{ "mail", cmd_mail, CONF, "[--again N]",
	    "envoie les messages en attente, puis s’arrête",
	    "À lancer souvent (chaque minute ou plus). Le serveur se règle "
	    "dans terreau.conf.\n--again N : le message N, refusé ou "
	    "incertain, repart." },
	{ "outbox", cmd_outbox, CONF, "[--follow] [-n N] [--failed]",
	    "montre les messages et ce qu’ils sont devenus",
	    "-n N : les N derniers. --follow : ceux qui arrivent, jusqu’à "
	    "Ctrl-C.\n--failed : seulement les refusés et les incertains." },
	{ "purge", cmd_purge, CONF, "[--dry-run] [--explain]",
	    "efface brouillons expirés, codes et dossiers arrivés à leur terme",
	    "À lancer chaque nuit, après remind. Un dossier envoyé n’est "
	    "effacé que si la\ndéfinition de sa démarche le dit (efface), et "
	    "sa chaîne reste entière.\nSa clé part avec lui : aucune "
	    "sauvegarde ne rend ce qu’elle scellait.\nUn certificat, sans "
	    "nommer personne, dit ce qui est parti. Un dossier qui ne peut\n"
	    "être effacé n’empêche pas les autres ; il est nommé, et la "
	    "commande échoue.\n--dry-run : rien n’est effacé. "
	    "--explain : chaque dossier, sa règle, son terme,\nce qui part, "
	    "ce qui reste et pourquoi." },
	{ "rebuild", cmd_rebuild, CONF, "[--base]",
	    "écrit de nouveau tout ce qui se déduit du reste",
	    "Index, liste des dossiers et recherche, contrats, liste des "
	    "documents révoqués, site.\nÀ lancer après une mise à jour du "
	    "schéma, ou quand « terreau check » le demande.\nCe que les "
	    "personnes et l’équipe ont écrit n’est pas touché.\n"
	    "--base : la base seulement, rien de publié." },
	{ "remind", cmd_remind, CONF, "",
	    "prévient avant d’effacer un brouillon, relance qui doit signer",
	    "À lancer chaque nuit, avant purge. Un brouillon : sept jours, puis "
	    "un jour avant.\nLes représentants légaux qui n’ont pas répondu sont "
	    "relancés ; leur accès finit\naux 18 ans. Les fins de contrat "
	    "sont annoncées à 60, 30 et 7 jours. Chacun est\nprévenu une "
	    "fois, même si la commande est lancée deux fois." },
	{ "restore", cmd_restore, NO_CONF, "[--key FICHIER] [--share DOSSIER] "
	    "[--coffre DOSSIER] SAUVEGARDE DOSSIER | --test SAUVEGARDE",
	    "remet une sauvegarde dans un dossier neuf, ou prouve qu’on le peut",
	    "--test : la remet ailleurs (TMPDIR, sinon /var/tmp), y recalcule "
	    "chaque empreinte,\nchaîne et sceau, dit une ligne et l’efface.\n"
	    "--key FICHIER : la clé secrète de « terreau keys backup », si "
	    "elle est chiffrée.\n--share DOSSIER : où sont les modèles sur "
	    "cette machine.\n--coffre DOSSIER : où sont les clés des "
	    "dossiers, si ce n’est pas à côté." },
	{ "revocations", cmd_revocations, CONF, "",
	    "publie la liste des documents remplacés ou révoqués",
	    "Écrit preuves/revocations.txt, sa signature et les clés "
	    "publiques. À lancer chaque\nheure : la liste vaut à sa date." },
	{ "schema", cmd_schema, NO_CONF, "DOSSIER|FICHIER | --registre",
	    "écrit les schémas des dossiers d’après les définitions",
	    "--registre : le registre des traitements et le dictionnaire des "
	    "données, une page à\nimprimer, sur la sortie standard. Il faut "
	    "alors --data ou --conf." },
	{ "seal", cmd_seal, CONF, "[--adopt]",
	    "scelle l’exemplaire des documents que tout le monde a signés",
	    "À lancer chaque minute : la dernière signature à l’écran n’a pas "
	    "la clé du sceau.\nSans rien à faire, ne fait que regarder.\n\n"
	    "--adopt : une fois, après la mise à jour d’un portail qui ne "
	    "gardait pas encore la\npreuve de ses documents. Ceux dont le sceau "
	    "tient en reçoivent une, datée et scellée\nd’aujourd’hui ; les "
	    "autres sont nommés et restent comme ils sont." },
	{ "session", cmd_session, CONF, "list [--programme NOM] | add FICHIER | "
	    "seats CODE N | cancel CODE --motif TEXTE | offer",
	    "met des sessions à l’agenda, les montre, les change, les annule",
	    "Le fichier suit schemas/xml/sessions.rng ; content/demo/"
	    "sessions.xml en est un exemple.\n« offer », à lancer chaque "
	    "heure : les places libres sont proposées à qui attend, les\n"
	    "propositions sans réponse passent à la personne suivante, les "
	    "ouvertures\nd’inscription sont annoncées à qui l’a demandé." },
	{ "site", cmd_site, CONF, "[SORTIE] | --serve [PORT]",
	    "fait les pages du site d’après content/ et site/",
	    "Sans SORTIE : le dossier site des données. À la moindre faute, "
	    "rien n’est remplacé\net chacune est dite, « fichier:ligne: quoi "
	    "faire ».\n--serve : montre le site à l’adresse "
	    "http://127.0.0.1:PORT/ (8000), brouillons\ncompris, et le refait "
	    "à chaque enregistrement, jusqu’à Ctrl-C. Rien n’est publié." },
	{ "tirage", cmd_tirage, NO_CONF, "FICHIER [NUMERO…] | --graine GRAINE "
	    "--empreinte EMPREINTE [NUMERO…]",
	    "recalcule, hors ligne, un tirage au sort d’après sa graine publiée",
	    "FICHIER : le procès-verbal que l’équipe télécharge sur la page du "
	    "groupe ; la graine,\nl’ordre et les personnes proposées sont "
	    "comparés à la règle.\nNUMERO : ce dossier était-il du tirage, "
	    "et à quel rang ?\n--graine, --empreinte : ce que dit la page "
	    "publique de la séance.\nSort avec 1 si quelque chose diffère." },
	{ "user", cmd_user, CONF, "add ADRESSE --nom NOM --role ROLE "
	    "[--cooperative CODE] [--password-stdin]\n"
	    "\tgive|take ADRESSE --role ROLE [--cooperative CODE]\n"
	    "\tname ADRESSE --nom NOM\n"
	    "\treset ADRESSE [--print]\n"
	    "\tsecond ADRESSE --off\n"
	    "\tsuspend|resume ADRESSE | list",
	    "tient les comptes de l’équipe",
	    "Rôles : administration, gestion, accompagnement, animation, "
	    "comite, comptabilite,\ndonnees, lecture. Sans --cooperative, "
	    "tout le réseau.\nLe mot de passe (12 caractères au moins) se "
	    "tape au terminal, sans s’afficher,\nou se lit sur l’entrée "
	    "standard. « reset » envoie un lien pour en choisir un\nautre, "
	    "ou l’écrit ici (--print) quand aucun message n’arrive : il vaut "
	    "2 heures.\n« second --off » retire la connexion en deux étapes "
	    "de qui a perdu son téléphone\net ses codes de secours." },
	{ "verify", cmd_verify, NO_CONF, "FICHIER.pdf|TEXTE-DU-CODE-QR… "
	    "[--keys FICHIER] [--revocations FICHIER] [--nom NOM] | "
	    "--reproduce CODE",
	    "vérifie, hors ligne, qu’un document vient de ce portail",
	    "Les clés publiques sont /cles.txt du portail, la liste "
	    "/revocations.txt avec sa\nsignature /revocations.txt.minisig "
	    "à côté ; par défaut, celles du dossier de données.\n"
	    "Une liste dit l’état des documents à sa date.\n"
	    "--nom : le nom de famille imprimé est-il celui qui a été scellé ?\n"
	    "--reproduce : réimprime un document de la base et compare les "
	    "octets.\n"
	    "Sort avec 0 si tout est authentique, 1 si quelque chose ne l’est "
	    "pas, 3 si un\ndocument authentique est remplacé ou révoqué." },
	{ NULL, NULL, NO_CONF, NULL, NULL, NULL }
};

static void
write_usage(FILE *f, const struct command *c)
{
	fprintf(f, "usage : terreau %s [--conf FICHIER | --data DOSSIER]%s%s\n",
	    c->name, c->usage[0] == '\0' ? "" : " ", c->usage);
}

static void
write_help(FILE *f)
{
	const struct command *c;

	fputs("usage : terreau COMMANDE [--conf FICHIER | --data DOSSIER] "
	    "…\n\n", f);
	for (c = commands; c->name != NULL; c++)
		fprintf(f, "  %-10s %s\n", c->name, c->help);
	fputs("\n"
	    "  --conf FICHIER   la configuration\n"
	    "  --data DOSSIER   le dossier de données, qui contient "
	    "terreau.conf\n"
	    "                   (sans l’une ni l’autre : la variable "
	    "TERREAU_CONF)\n"
	    "  --progress       dit où en est un long travail, même hors d’un "
	    "terminal\n\n"
	    "« terreau COMMANDE --help » explique une commande.\n", f);
}

int
usage(struct app *app, const char *fmt, ...)
{
	va_list ap;

	fputs("terreau : ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	if (app->command != NULL)
		write_usage(stderr, app->command);
	else
		fputs("« terreau --help » donne la liste des commandes.\n",
		    stderr);
	return EXIT_USAGE;
}

int
options_read(struct app *app, const struct option_row *rows, int argc,
    char **argv, int max)
{
	const struct option_row *r;
	int i, n = 1, operands = 0;

	for (i = 1; i < argc; i++) {
		if (!operands && str_eq(argv[i], "--")) {
			operands = 1;
			continue;
		}
		if (operands || argv[i][0] != '-' || argv[i][1] == '\0') {
			argv[n++] = argv[i];
			continue;
		}
		for (r = rows; r != NULL && r->name != NULL; r++)
			if (str_eq(r->name, argv[i]))
				break;
		if (r == NULL || r->name == NULL) {
			usage(app, "option inconnue %s", argv[i]);
			return -1;
		}
		if (r->has_value && i + 1 == argc) {
			usage(app, "il manque la valeur de %s", argv[i]);
			return -1;
		}
		*r->value = r->has_value ? argv[++i] : "";
	}
	argv[n] = NULL;
	if (n - 1 > max) {
		usage(app, "« %s » est de trop", argv[max + 1]);
		return -1;
	}
	return n;
}

/* Take --conf, --data and --progress out of argv.  The new argc, or -1. */
static int
common_options(struct app *app, int argc, char **argv)
{
	const char **to;
	int i, n = 1;

	progress_show(0);

	for (i = 1; i < argc; i++) {
		if (str_eq(argv[i], "--")) {
			while (i < argc)
				argv[n++] = argv[i++];
			break;
		}
		if (str_eq(argv[i], "--progress")) {
			progress_show(1);
			continue;
		}
		to = str_eq(argv[i], "--conf") ? &app->conf_file :
		    str_eq(argv[i], "--data") ? &app->data : NULL;
		if (to == NULL) {
			argv[n++] = argv[i];
			continue;
		}
		if (++i == argc) {
			usage(app, "il manque la valeur de %s", argv[i - 1]);
			return -1;
		}
		*to = argv[i];
	}
	argv[n] = NULL;
	if (app->conf_file == NULL && app->data != NULL)
		app->conf_file = arena_fmt(app->arena, "%s/terreau.conf",
		    app->data);
	else if (app->conf_file == NULL)
		app->conf_file = getenv("TERREAU_CONF");
	return n;
}

static int
wants_help(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && !str_eq(argv[i], "--"); i++)
		if (str_eq(argv[i], "--help") || str_eq(argv[i], "-h"))
			return 1;
	return 0;
}

int
open_conf(struct app *app)
{
	if (app->conf_file == NULL)
		return usage(app, "quelle configuration ? Donnez --conf, "
		    "--data ou la variable TERREAU_CONF.");
	return conf_load(app->arena, app->conf_file, &app->conf) == -1 ?
	    EXIT_FAILED : EXIT_DONE;
}

static int
run(struct app *app, int argc, char **argv)
{
	const struct command *c;
	int status;

	if ((argc = common_options(app, argc, argv)) == -1)
		return EXIT_USAGE;
	if (argc < 2)
		return usage(app, "quelle commande ?");
	if (str_eq(argv[1], "--help") || str_eq(argv[1], "-h") ||
	    str_eq(argv[1], "help")) {
		write_help(stdout);
		return EXIT_DONE;
	}
	for (c = commands; c->name != NULL && !str_eq(c->name, argv[1]); c++)
		;
	if (c->name == NULL)
		return usage(app, "%s %s", argv[1][0] == '-' ?
		    "option inconnue" : "commande inconnue", argv[1]);
	app->command = c;
	if (wants_help(argc - 1, argv + 1)) {
		write_usage(stdout, c);
		printf("\n%s\n", c->help);
		if (c->more != NULL)
			printf("\n%s\n", c->more);
		return EXIT_DONE;
	}
	if (c->need == CONF && (status = open_conf(app)) != EXIT_DONE)
		return status;
	return c->run(app, argc - 1, argv + 1);
}

int
main(int argc, char **argv)
{
	struct app app = { 0 };
	int64_t started;
	int status;

	log_init("terreau");
	xml_init();
	crypto_init();
	app.arena = arena_new();
	started = clock_now();
	status = run(&app, argc, argv);
	/* for who collects journals; people read what was said before */
	if (getenv("JOURNAL_STREAM") != NULL)
		log_pairs("command=%s exit=%d ms=%lld", app.command == NULL ?
		    "-" : app.command->name, status,
		    (long long)((clock_now() - started) / 1000));
	arena_free(app.arena);
	gzip_exit();
	xml_exit();
	if (fflush(stdout) == EOF) {
		log_warn("sortie");
		status = EXIT_FAILED;
	}
	return status;
}
