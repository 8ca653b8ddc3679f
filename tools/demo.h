/*
 * demo: what the two halves of « terreau demo » share: demo.c knows the order
 * of things, demo_people.c the people and what they answer.
 */
#ifndef TOOLS_DEMO_H
#define TOOLS_DEMO_H

#include "domain/access/account.h"
#include "domain/dossier/dossier.h"
#include "domain/form/answers.h"
#include "domain/paper/document.h"
#include "domain/post/mail.h"
#include "domain/territory/commune.h"
#include "domain/territory/network.h"
#include "tools.h"

#define DEMO_EMAIL	"demo@terreau.example"
#define DEMO_PASSWORD	"demonstration-2026"

struct person {
	size_t		 index;
	struct node	*node;		/* <candidature> */
	const char	*prenom, *nom;
	const char	*way;		/* how far it went */
	int		 days;		/* since it began */
	struct actor	 adviser;	/* of its cooperative */
	struct dossier	 dossier;
	const char	*code;		/* of its last document */
};

struct demo {
	struct arena		*a;
	struct db		*db;
	const struct network	*network;
	const struct communes	*communes;
	const struct definition	*cae;
	const struct paper	*cape;
	const struct definition	*programmes[2];
	struct node		*contract;	/* usual answers */
	struct mailer		 mailer;
	struct office		 office;
	int			 opened;	/* the office is */
	struct person		*persons;
	size_t			 npersons;
	int64_t			 base;		/* today */
};

/* Read all that acting needs.  0, or -1 with the cause told. */
int	 demo_open(struct demo *, struct app *);
void	 demo_close(struct demo *);
/* Read content/demo/candidatures.xml; accounts exist.  0 or -1. */
int	 demo_people(struct demo *, struct app *);

/* What people and staff do; 0 done. */
int	 demo_create(struct demo *, struct person *);
int	 demo_send(struct demo *, struct person *);
int	 demo_issue(struct demo *, struct person *, const char *reason);
int	 demo_sign(struct demo *, struct person *);
int	 demo_declare(struct demo *, struct person *, const char *proof);

#endif
