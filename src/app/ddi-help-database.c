/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "app/ddi-help-private.h"

const DdiHelpBlock ddi_help_moment[] = {
  { DDI_HELP_TEXT,
    N_ ("With your own shops on this computer, you can go back to any moment of the last days: to five "
        "minutes before somebody imported the wrong file.") },
  { DDI_HELP_HEADING, N_ ("Before it can be of use") },
  { DDI_HELP_STEP, N_ ("Open Database and choose Backups.") },
  { DDI_HELP_STEP,
    N_ ("Switch on Keep Every Moment of the Last Days, and choose how many. A whole copy is made at "
        "once; the line below says since when you can go back.") },
  { DDI_HELP_HEADING, N_ ("Going back") },
  { DDI_HELP_STEP, N_ ("Press Go Back… and choose the day and the minute.") },
  { DDI_HELP_STEP,
    N_ ("Read what would change: how many figures fewer or more there would be. Until you agree, "
        "nothing changes.") },
  { DDI_HELP_STEP, N_ ("Agree. The data of that moment take the place of those that are here now.") },
  { DDI_HELP_TEXT,
    N_ ("What was there before is kept, and Take Back… brings it back. Once you are sure, Delete… "
        "gives its room free.") },
  { DDI_HELP_HEADING, N_ ("What it is not") },
  { DDI_HELP_TEXT,
    N_ ("It lies beside the data, on the same disk. It helps against a mistake, not against a lost "
        "computer; for that there are backups in a second place.") },
  { DDI_HELP_TEXT,
    N_ ("Where the disk is full, entering goes on and what could not be kept is given up. The page "
        "says so, and from when on you can go back again.") },
  { DDI_HELP_TEXT, NULL },
};

const DdiHelpBlock ddi_help_archive[] = {
  { DDI_HELP_TEXT,
    N_ ("Sales and waste of former years can move to an archive, one table a year. The tables of the "
        "day stay small and quick, and nothing is missing anywhere: lists, reports, exports and "
        "forecasts read both.") },
  { DDI_HELP_STEP, N_ ("Open Database and choose Archive.") },
  { DDI_HELP_STEP,
    N_ ("Say how many years stay, and press Archive…. You see how many figures of which days would "
        "move.") },
  { DDI_HELP_STEP,
    N_ ("Agree. They move in batches; cancelled, it goes on where it was when you ask again.") },
  { DDI_HELP_HEADING, N_ ("Changing what is archived") },
  { DDI_HELP_TEXT,
    N_ ("A figure in the archive is read, not written. To change one, bring its days back first, with "
        "the first day, and Bring Back….") },
  { DDI_HELP_HEADING, N_ ("The log") },
  { DDI_HELP_TEXT,
    N_ ("The log of what was done is not archived. Database, Log says how long it is; Remove Old Entries… "
        "writes those that are older than so many months to a file, and then removes them.") },
  { DDI_HELP_HEADING, N_ ("Backups") },
  { DDI_HELP_TEXT, N_ ("A backup holds the archive too, and a restore brings it back and compares it.") },
  { DDI_HELP_TEXT, NULL },
};

const DdiHelpBlock ddi_help_moving[] = {
  { DDI_HELP_TEXT,
    N_ ("What began on this computer can move to a server once several people work with it, and come "
        "back later. Nothing is entered twice, and nothing is lost on the way.") },
  { DDI_HELP_HEADING, N_ ("To a server") },
  { DDI_HELP_STEP, N_ ("Close the program everywhere else, so that nobody enters anything meanwhile.") },
  { DDI_HELP_STEP, N_ ("Open Database, choose Backups and press Move to a Server….") },
  { DDI_HELP_STEP,
    N_ ("Write the server’s address, as somebody who may make roles and databases there, and the "
        "password.") },
  { DDI_HELP_TEXT,
    N_ ("Everything is copied and compared row for row. Only then is the server what counts, and the "
        "data here are put aside, not deleted.") },
  { DDI_HELP_HEADING, N_ ("Back to this computer") },
  { DDI_HELP_TEXT,
    N_ ("While you are connected to a server, the same place says Bring Here…. The server is left as "
        "it is.") },
  { DDI_HELP_HEADING, N_ ("When a server moves") },
  { DDI_HELP_TEXT,
    N_ ("Whoever looks after the database signs a file that says where it is now: Database, Servers, Sign "
        "a File…. Open it in Connect to a Server: it is taken only where the database that this computer "
        "knows has signed it.") },
  { DDI_HELP_TEXT,
    N_ ("Where another database shall answer in the place of a former one, forget that one there or in "
        "Connect to a Server; Undo brings it back.") },
  { DDI_HELP_HEADING, N_ ("A newer PostgreSQL") },
  { DDI_HELP_TEXT,
    N_ ("The data of this computer go to a newer version in the same way. Where one is installed, "
        "Database, Backups offers it; “dunkin-demand-cli server upgrade” does the same while the program "
        "is closed. The version that has made them must still be installed.") },
  { DDI_HELP_TEXT,
    N_ ("Where this program brings its own PostgreSQL, as from Flathub, a new version of it moves the data "
        "by "
        "itself when it starts, and says so: from which version to which, and where the former data are "
        "kept. Let Them Go… deletes those, there or later under What Was There Before.") },
  { DDI_HELP_TEXT, NULL },
};

const DdiHelpBlock ddi_help_hosts[] = {
  { DDI_HELP_TEXT,
    N_ ("A database can be on several servers at once: a primary, which takes what is entered, and "
        "standbys, which repeat it a moment later. The address then names all of them, with commas: "
        "postgresql://name@a.example.com,b.example.com/dunkin_demand.") },
  { DDI_HELP_HEADING, N_ ("What the program does") },
  { DDI_HELP_TEXT,
    N_ ("It finds the primary by itself, and writes there. It reads from a standby as soon as that has "
        "repeated all that you have seen and done; until then from the primary. So you never see an "
        "older figure than the one you have just entered.") },
  { DDI_HELP_TEXT,
    N_ ("When the primary dies, the program waits some seconds for a standby to take its place, and "
        "goes on there. What you enter meanwhile is kept on this computer.") },
  { DDI_HELP_HEADING, N_ ("What it does not do") },
  { DDI_HELP_TEXT,
    N_ ("It does not make a standby the primary. That is for whoever looks after the servers, or for a "
        "tool of theirs.") },
  { DDI_HELP_HEADING, N_ ("What can be lost") },
  { DDI_HELP_TEXT,
    N_ ("Unless replication is synchronous, a primary that dies takes with it what it had not sent "
        "yet, though the program said that it was saved. With synchronous replication that cannot "
        "happen, and saving takes a little longer.") },
  { DDI_HELP_HEADING, N_ ("What it cannot see") },
  { DDI_HELP_TEXT,
    N_ ("A primary that was replaced must not start again as one. Who reaches both, or has seen the "
        "new one, writes to the new one; who reaches only the old one cannot tell, and what is "
        "written there is lost.") },
  { DDI_HELP_HEADING, N_ ("Looking after them") },
  { DDI_HELP_TEXT,
    N_ ("Database, Overview lists the servers: which is the primary, how far each standby is behind, "
        "and what to do about one that is not there. “dunkin-demand-cli doctor” says the same.") },
  { DDI_HELP_HEADING, N_ ("Many computers and few connections") },
  { DDI_HELP_TEXT,
    N_ ("Where hundreds of computers work with one server, PgBouncer stands between and lets them share a "
        "few of its connections. Database, Overview, PgBouncer… writes its settings and says how it is "
        "started.") },
  { DDI_HELP_HEADING, N_ ("Reading on") },
  { DDI_HELP_LINK, N_ ("PostgreSQL’s handbook"), .uri = "https://www.postgresql.org/docs/" },
  { DDI_HELP_LINK, N_ ("What makes PostgreSQL fast"),
    .uri = "https://wiki.postgresql.org/wiki/Performance_Optimization" },
  { DDI_HELP_LINK, N_ ("Databases at Supabase"), .uri = "https://supabase.com/docs/guides/database" },
  { DDI_HELP_LINK, N_ ("Databases at Railway"), .uri = "https://docs.railway.app/databases/postgresql" },
  { DDI_HELP_TEXT, NULL },
};

const DdiHelpBlock ddi_help_columns[] = {
  { DDI_HELP_TEXT,
    N_ ("Sales and waste can have columns of your own: what the weather was, who was on duty, what a tray "
        "weighed. An administrator adds them, and every shop sees them at once.") },
  { DDI_HELP_STEP, N_ ("Open Database and choose Added Columns.") },
  { DDI_HELP_STEP,
    N_ ("Press Add a Column… and say where it belongs, its heading, and what kind of value it has: text, "
        "a whole number, a number or money, a date, or yes and no.") },
  { DDI_HELP_TEXT,
    N_ ("It is then in the lists and forms of Sales or Waste, and in what is exported. A file of "
        "sales that has a column with its heading or its name is read with it; a row whose value is "
        "of another kind is left out and named.") },
  { DDI_HELP_HEADING, N_ ("Changing it") },
  { DDI_HELP_TEXT,
    N_ ("The heading can be changed at any time; files go on calling the column by the name that it got "
        "first, which the list tells.") },
  { DDI_HELP_TEXT,
    N_ ("Removed, a column goes out of sight and its values are kept: Restore brings both back. Delete "
        "Its Values… says how many rows lose one, and cannot be taken back.") },
  { DDI_HELP_TEXT, NULL },
};
