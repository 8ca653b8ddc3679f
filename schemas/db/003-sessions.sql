-- Sessions: what takes place on given days with a given number of seats (a
-- youth cooperative's summer, a Flashcoop, an information meeting), the seats
-- people hold in them, the waiting list, and who asked to be told of new ones.
--
-- In these tables days are numbers of days since 1970-01-01, hours are minutes
-- after midnight, in the time of France; instants are seconds UTC as
-- elsewhere.  « session » is the name of a login in 001, hence « agenda ».
--
-- Nothing is counted in a column: what is taken is counted from the rows of
-- place when it is asked, so there is nothing to go wrong or to rebuild.

CREATE TABLE agenda (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL UNIQUE	-- in addresses: cjs-ancenis-2027
		CHECK (code GLOB '[a-z]*' AND code NOT GLOB '*[^a-z0-9-]*'),
	programme	TEXT NOT NULL,		-- definition that signs up: cjs, reunion
	cooperative	TEXT NOT NULL,		-- code in reseau.xml: who carries it
	title		TEXT NOT NULL,		-- « Coopérative jeunesse de services d’Ancenis »
	place		TEXT NOT NULL,		-- name of the place, '' unknown
	address		TEXT NOT NULL,		-- number and street, '' unknown
	postcode	TEXT NOT NULL,		-- five digits, '' unknown
	commune		TEXT NOT NULL,		-- its name
	insee		TEXT NOT NULL,		-- its INSEE code, '' unknown: no distance
	departement	TEXT NOT NULL,		-- 44, 2A, 974; '' unknown
	first		INTEGER NOT NULL,	-- first day
	last		INTEGER NOT NULL,	-- last day, the first one of a single day
	starts		INTEGER			-- hour of each day; NULL: see hours
		CHECK (starts BETWEEN 0 AND 1439),
	ends		INTEGER			-- hour of each day
		CHECK (ends BETWEEN 1 AND 1440),
	hours		TEXT NOT NULL,		-- in words: « le mardi et le jeudi »
	opens		INTEGER NOT NULL,	-- first day of sign-up
	closes		INTEGER NOT NULL,	-- last day of sign-up
	seats		INTEGER NOT NULL	-- how many people
		CHECK (seats BETWEEN 1 AND 10000),
	held		INTEGER NOT NULL	-- of them given outside of the portal
		CHECK (held BETWEEN 0 AND seats),
	offer		INTEGER NOT NULL	-- hours to accept a seat that came free
		CHECK (offer BETWEEN 1 AND 1000),
	contract	TEXT NOT NULL		-- what young people sign, '' nothing
		CHECK (contract IN ('', 'cape', 'travail')),
	text		TEXT NOT NULL,		-- what else is to be known
	cancelled	INTEGER,		-- when it was called off; NULL: it is not
	reason		TEXT NOT NULL,		-- why, as told to the public
	told		INTEGER,		-- when those in alerte had their message
	changed		INTEGER NOT NULL,	-- last change
	version		INTEGER NOT NULL,	-- one more at every change
	CHECK (last >= first),
	CHECK (closes >= opens AND closes <= last),
	CHECK ((starts IS NULL) = (ends IS NULL) AND ends > starts),
	CHECK ((reason = '') = (cancelled IS NULL))
) STRICT;

CREATE INDEX agenda_days ON agenda (last, first, starts, code);

-- Who wanted a seat, in the order they came: the number of a row is its place
-- in the waiting list.  A seat that comes free is offered to the first; while
-- anybody waits, nobody passes by.  Every change is an event of the dossier
-- too (place-prise, place-attente ...), which the check compares.
CREATE TABLE place (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,	-- never used twice
	agenda		INTEGER NOT NULL REFERENCES agenda (id),
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	state		TEXT NOT NULL		-- prise and offerte occupy a seat
		CHECK (state IN ('prise', 'attente', 'offerte', 'rendue',
		'declinee', 'expiree')),
	at		INTEGER NOT NULL,	-- when it was asked for
	changed		INTEGER NOT NULL,	-- last change of state
	deadline	INTEGER,		-- offerte: open until then
	CHECK ((state = 'offerte') = (deadline IS NOT NULL))
) STRICT;

-- One seat a dossier, and the two questions asked all the time.
CREATE UNIQUE INDEX place_one ON place (dossier)
	WHERE state IN ('prise', 'attente', 'offerte');
CREATE INDEX place_count ON place (agenda, state, id);
CREATE INDEX place_dossier ON place (dossier, id);
CREATE INDEX place_deadline ON place (deadline) WHERE state = 'offerte';

-- Never more people than seats, whatever a program does.
CREATE TRIGGER place_insert BEFORE INSERT ON place
WHEN NEW.state IN ('prise', 'offerte') AND (SELECT a.seats - a.held - (SELECT
	count(*) FROM place p WHERE p.agenda = a.id AND p.state IN ('prise',
	'offerte')) FROM agenda a WHERE a.id = NEW.agenda) < 1
BEGIN
	SELECT raise(ABORT, 'no seat is left');
END;
CREATE TRIGGER place_update BEFORE UPDATE OF state ON place
WHEN NEW.state IN ('prise', 'offerte') AND
	OLD.state NOT IN ('prise', 'offerte') AND (SELECT a.seats - a.held -
	(SELECT count(*) FROM place p WHERE p.agenda = a.id AND p.state IN
	('prise', 'offerte')) FROM agenda a WHERE a.id = NEW.agenda) < 1
BEGIN
	SELECT raise(ABORT, 'no seat is left');
END;
CREATE TRIGGER place_kept BEFORE UPDATE OF id, agenda, dossier, at ON place
BEGIN
	SELECT raise(ABORT, 'a seat stays who and where it is');
END;
CREATE TRIGGER place_stays BEFORE DELETE ON place
BEGIN
	SELECT raise(ABORT, 'seats are given back, not removed');
END;
CREATE TRIGGER agenda_seats BEFORE UPDATE OF seats, held ON agenda
WHEN NEW.seats - NEW.held < OLD.seats - OLD.held AND
	NEW.seats - NEW.held < (SELECT count(*) FROM place p WHERE
	p.agenda = OLD.id AND p.state IN ('prise', 'offerte'))
BEGIN
	SELECT raise(ABORT, 'more seats are taken than would be left');
END;
CREATE TRIGGER agenda_stays BEFORE DELETE ON agenda
WHEN EXISTS (SELECT 1 FROM place WHERE agenda = OLD.id)
BEGIN
	SELECT raise(ABORT, 'a session somebody asked for stays');
END;

-- Who asked to be told when sign-up opens, until they stop it or twelve months
-- are over.
CREATE TABLE alerte (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL UNIQUE REFERENCES dossier (id),	-- their wish, with the consent
	programme	TEXT NOT NULL,		-- that they wait for, '' any
	departement	TEXT NOT NULL,		-- where, '' anywhere
	at		INTEGER NOT NULL	-- when they asked
) STRICT;

CREATE INDEX alerte_programme ON alerte (programme, departement);
