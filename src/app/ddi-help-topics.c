/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "app/ddi-help-private.h"

static const DdiHelpBlock start[] = {
  { DDI_HELP_TEXT, N_ ("Every night each shop writes down what it did not sell. From those sheets comes what "
                       "to make tomorrow, and what was thrown away and why.") },
  { DDI_HELP_HEADING, N_ ("Three ways to begin") },
  { DDI_HELP_TEXT,
    N_ ("The demo district is twelve made-up shops with fifteen months of figures: look around, "
        "change what you like, nothing of it is real.") },
  { DDI_HELP_TEXT, N_ ("With your own shops, everything stays on this computer. Nobody else sees it, and "
                       "nothing has to be set up.") },
  { DDI_HELP_TEXT, N_ ("With a server, several people work on the same figures. Somebody who looks after the "
                       "server gives you its address.") },
  { DDI_HELP_HEADING, N_ ("The first day with your own shops") },
  { DDI_HELP_STEP, N_ ("Open Stores and add your shops.") },
  { DDI_HELP_STEP, N_ ("Import the sheets that you have; the more weeks, the better the forecast.") },
  { DDI_HELP_STEP, N_ ("Open Forecasts and forecast the next seven days.") },
  { DDI_HELP_STEP, N_ ("Look at the exceptions, approve the rest, and print the order.") },
  { DDI_HELP_PICTURE, N_ ("The Overview with what needs attention and the forecast beside what was sold"),
    "overview.png" },
  { DDI_HELP_TEXT, N_ ("The Overview says every morning what needs attention. To see other data later, "
                       "choose Open Other Data in the main menu.") },
  { DDI_HELP_TEXT, NULL },
};

static const DdiHelpBlock enter[] = {
  { DDI_HELP_TEXT,
    N_ ("Enter a Day takes what one shop made and threw away on one day, product by product.") },
  { DDI_HELP_STEP, N_ ("Choose the shop and the day at the top.") },
  { DDI_HELP_STEP, N_ ("Write what was made and what was thrown away. The columns at the right show the day "
                       "before and the forecast, so that a slip of the finger stands out.") },
  { DDI_HELP_STEP, N_ ("Where something ran out, write at what time. A day that sold out tells less than "
                       "what people wanted, and the forecast takes that into account.") },
  { DDI_HELP_STEP, N_ ("When everything is counted, choose Day Complete.") },
  { DDI_HELP_HEADING, N_ ("Saving") },
  { DDI_HELP_TEXT, N_ ("There is nothing to save: each figure is kept as soon as you leave its field, and "
                       "the line below says when. While a server does not answer, figures are kept on this "
                       "computer and sent later; the sidebar says how many wait.") },
  { DDI_HELP_TEXT, N_ ("Ctrl+Z takes back the last change.") },
  { DDI_HELP_HEADING, N_ ("An empty field is not a zero") },
  { DDI_HELP_TEXT,
    N_ ("Leave a field empty when nobody counted. A zero says that somebody looked and nothing was left.") },
  { DDI_HELP_HEADING, N_ ("Closed days") },
  { DDI_HELP_TEXT, N_ ("Say at the state of the day that the shop was closed or closed early. Otherwise the "
                       "day would be read as a bad one.") },
  { DDI_HELP_TEXT, NULL },
};

static const DdiHelpBlock import[] = {
  { DDI_HELP_TEXT, N_ ("The weekly sheets are read as the shops fill them in. Sales, events and weather are "
                       "read from CSV files, and holidays from calendars.") },
  { DDI_HELP_STEP, N_ ("Choose Import in the main menu, or drop the files on the window.") },
  { DDI_HELP_STEP, N_ ("Look at the preview. It names each file, shop and day, and says what would change. "
                       "Nothing is written before that.") },
  { DDI_HELP_STEP, N_ ("Say what an unknown product is: another spelling of one that you have, or a new one. "
                       "The answer is remembered.") },
  { DDI_HELP_STEP, N_ ("Choose Import.") },
  { DDI_HELP_HEADING, N_ ("When something is wrong with a file") },
  { DDI_HELP_TEXT, N_ ("The message names the file, the row and the column. Correct it there and import "
                       "again: what was imported before is not doubled.") },
  { DDI_HELP_HEADING, N_ ("Copied weeks") },
  { DDI_HELP_TEXT, N_ ("A sheet whose whole week repeats other days was most likely filled in from an older "
                       "one. It is left out unless you say that it is right.") },
  { DDI_HELP_TEXT, NULL },
};

static const DdiHelpBlock forecast[] = {
  { DDI_HELP_TEXT, N_ ("For each product of each shop there is one line: what people will probably ask for, "
                       "and how many to order.") },
  { DDI_HELP_PICTURE, N_ ("The Forecasts page with the orders of all shops, exceptions first"),
    "forecasts.png" },
  { DDI_HELP_HEADING, N_ ("The columns") },
  { DDI_HELP_TEXT,
    N_ ("Forecast is the most likely number. Range is what eight of ten days fall into: a wide "
        "range means a product that is hard to foresee. Preferences, Business, lets it hold nine "
        "of ten days, or nineteen of twenty, in forecasts made from then on.") },
  { DDI_HELP_TEXT,
    N_ ("Order is not the forecast. It weighs what a missed sale costs against what a leftover costs, and is "
        "a number of whole packs. Where a leftover is cheap and a missed sale dear, it is higher.") },
  { DDI_HELP_TEXT, N_ ("Why names the reason in a few words: the weekday, the season, a holiday, a "
                       "promotion, days that sold out.") },
  { DDI_HELP_HEADING, N_ ("Deciding") },
  { DDI_HELP_STEP,
    N_ ("Begin at the top: exceptions come first, because there your knowledge counts most.") },
  { DDI_HELP_STEP, N_ ("Select a line to see its history and the reasons at length.") },
  { DDI_HELP_STEP, N_ ("Approve it, reject it, or change the quantity. Your reason is kept beside it.") },
  { DDI_HELP_STEP, N_ ("Approve All takes what is still pending.") },
  { DDI_HELP_HEADING, N_ ("How good is it?") },
  { DDI_HELP_TEXT, N_ ("Accuracy compares the forecasts with what was sold, beside a simple rule: the mean "
                       "of the last four same weekdays.") },
  { DDI_HELP_PICTURE, N_ ("The Accuracy page with the error of the forecasts beside that of the simple rule"),
    "accuracy.png" },
  { DDI_HELP_TEXT, NULL },
};

static const DdiHelpBlock order[] = {
  { DDI_HELP_TEXT,
    N_ ("The order of a day goes to the kitchen as one file or one piece of paper for all shops.") },
  { DDI_HELP_STEP,
    N_ ("Open Forecasts and choose the day of delivery. The heading says until when the order is due.") },
  { DDI_HELP_STEP, N_ ("Approve what you agree with.") },
  { DDI_HELP_STEP,
    N_ ("Choose Send or Print: a workbook, a PDF, a CSV file for the supplier, or the printer.") },
  { DDI_HELP_TEXT, N_ ("If something is not approved yet, you are asked whether to send only what is. What "
                       "was sent is marked, with the time and the name.") },
  { DDI_HELP_HEADING, N_ ("The shops’ own sheets") },
  { DDI_HELP_TEXT,
    N_ ("Stores prints next week’s Daily Throw Away Charts, or saves one workbook and one PDF a shop, with "
        "what is approved already filled in. The shops count on them, and they are imported a week later.") },
  { DDI_HELP_PICTURE, N_ ("The Stores page with the shops side by side"), "stores.png" },
  { DDI_HELP_TEXT, NULL },
};

static const DdiHelpBlock goals[] = {
  { DDI_HELP_TEXT, N_ ("Waste shows what was thrown away, where it comes from and what it cost.") },
  { DDI_HELP_PICTURE, N_ ("The Waste page with what was thrown away by product"), "waste.png" },
  { DDI_HELP_HEADING, N_ ("The goal") },
  { DDI_HELP_TEXT, N_ ("A goal is the most that should be thrown away of what is made, in percent. Analysis, "
                       "at the top of the page, shows each shop beside its goal.") },
  { DDI_HELP_TEXT, N_ ("No waste at all is not a good goal: a shop that never throws anything away sells out "
                       "every day, and those lost sales cost more.") },
  { DDI_HELP_HEADING, N_ ("What to do about it") },
  { DDI_HELP_TEXT, N_ ("Where it comes from shows whether it is one product, one weekday, one shop or one "
                       "reason. Begin with the longest bar.") },
  { DDI_HELP_TEXT, N_ ("Another Order tells what the same days would have come to with all orders a little "
                       "lower or higher.") },
  { DDI_HELP_TEXT, NULL },
};

static const DdiHelpBlock backup[] = {
  { DDI_HELP_TEXT,
    N_ ("With your own shops, all figures are on this computer. If it breaks or is stolen, they are "
        "gone, unless there is a backup elsewhere.") },
  { DDI_HELP_HEADING, N_ ("Backing up") },
  { DDI_HELP_STEP, N_ ("Open Database and choose Backups.") },
  { DDI_HELP_STEP, N_ ("Choose a second place: a stick, another disk, or a folder that is kept elsewhere.") },
  { DDI_HELP_STEP, N_ ("Choose how often a backup is made by itself, or press Back Up for one now.") },
  { DDI_HELP_TEXT,
    N_ ("Each backup is restored beside your figures and compared with them. Only then does it count, "
        "and the list says so.") },
  { DDI_HELP_TEXT,
    N_ ("The arrow beside Back Up makes a backup that other programs read, too: all as SQL text, all as CSV "
        "and JSON, or one table. The list restores each of them. They stay until you delete the file, and "
        "are not copied to the second place.") },
  { DDI_HELP_HEADING, N_ ("Going back") },
  { DDI_HELP_STEP, N_ ("Press Restore… beside the backup. You see first what would change.") },
  { DDI_HELP_STEP, N_ ("What is there now is saved before, so that you can return to it.") },
  { DDI_HELP_TEXT, N_ ("One Table… restores one table alone; a backup of one table does no more.") },
  { DDI_HELP_HEADING, N_ ("Where the figures are") },
  { DDI_HELP_TEXT,
    N_ ("In the folder dunkin-demand, in .local/share of your home folder; installed as a Flatpak, in "
        ".var/app/io.github.dunkin_demand.Intelligence/data. Uninstalling the program leaves it there.") },
  { DDI_HELP_HEADING, N_ ("On a server") },
  { DDI_HELP_TEXT,
    N_ ("Whoever looks after the server makes the backups. Ask when the last one was tried.") },
  { DDI_HELP_TEXT, NULL },
};

static const DdiHelpBlock server[] = {
  { DDI_HELP_TEXT, N_ ("A server holds the figures for several people. You need its address, and an "
                       "invitation from one of its administrators.") },
  { DDI_HELP_STEP, N_ ("Choose Open Other Data in the main menu, then Connect to a Server.") },
  { DDI_HELP_STEP, N_ ("Write the address as it was given to you. It begins with postgresql://.") },
  { DDI_HELP_STEP,
    N_ ("Write your e-mail address, the code of your invitation, and a password that you choose.") },
  { DDI_HELP_STEP, N_ ("Choose Connect. Next time the e-mail address and the password are enough.") },
  { DDI_HELP_HEADING, N_ ("When the server is away") },
  { DDI_HELP_TEXT, N_ ("What you enter is kept on this computer and sent once the server answers. You can "
                       "close the program meanwhile.") },
  { DDI_HELP_HEADING, N_ ("What others may see") },
  { DDI_HELP_TEXT,
    N_ ("A store manager sees and writes the figures of their own shops, a district manager those of the "
        "district, a viewer only reads. Administrators invite people and see what was done by whom.") },
  { DDI_HELP_TEXT, NULL },
};

static const DdiHelpBlock password[] = {
  { DDI_HELP_TEXT, N_ ("Nobody can read your password, not even an administrator: only you know it. But you "
                       "can get a new one.") },
  { DDI_HELP_STEP,
    N_ ("In Connect to a Server, write your e-mail address and choose Forgot Your Password.") },
  { DDI_HELP_STEP, N_ ("The administrators see that you ask, and one of them gives you a code. Call them if "
                       "it is urgent.") },
  { DDI_HELP_STEP, N_ ("Write the code and a new password, and choose Connect.") },
  { DDI_HELP_HEADING, N_ ("For administrators") },
  { DDI_HELP_STEP, N_ ("Open Users. Who has asked for a new password is marked.") },
  { DDI_HELP_STEP, N_ ("Make sure that it is really them, best by calling a number that you know.") },
  { DDI_HELP_STEP, N_ ("Make a code and tell it to them. It works once, and for a short time.") },
  { DDI_HELP_HEADING, N_ ("On this computer only") },
  { DDI_HELP_TEXT, N_ ("With your own shops on this computer there is no password of the program; who can "
                       "use your account on the computer can see the figures.") },
  { DDI_HELP_TEXT, NULL },
};

static const DdiHelpBlock trouble[] = {
  { DDI_HELP_TEXT, N_ ("A message says what happened, to what, and what you can do. Nothing that was saved "
                       "before is lost by it.") },
  { DDI_HELP_STEP, N_ ("Do what the message says, and try again.") },
  { DDI_HELP_STEP, N_ ("If that does not help, choose Copy Details beside the message, or Troubleshooting in "
                       "the About window.") },
  { DDI_HELP_STEP, N_ ("Paste the details into a message to whoever helps you, and write what you were "
                       "doing. Names and passwords are left out.") },
  { DDI_HELP_HEADING, N_ ("After a crash") },
  { DDI_HELP_TEXT, N_ ("The next start says that the program ended unexpectedly, and what became of what you "
                       "typed. Forms that were open can be continued.") },
  { DDI_HELP_HEADING, N_ ("When the disk is full") },
  { DDI_HELP_TEXT,
    N_ ("Free some space and start again. The program writes nothing that it cannot write whole.") },
  { DDI_HELP_TEXT, NULL },
};

const DdiHelpTopic ddi_help_topics[] = {
  { "start", N_ ("The First Day"), "overview events products", start },
  { "enter", N_ ("Enter a Day"), "entry production sales", enter },
  { "import", N_ ("Import Sheets"), "", import },
  { "forecast", N_ ("Read a Forecast"), "forecasts accuracy", forecast },
  { "order", N_ ("The Order Sheet"), "stores", order },
  { "goals", N_ ("Waste and Its Goals"), "waste", goals },
  { "backup", N_ ("Backups"), "database", backup },
  { "moment", N_ ("Back to a Moment"), "", ddi_help_moment },
  { "archive", N_ ("The Archive"), "", ddi_help_archive },
  { "moving", N_ ("Moving the Data"), "", ddi_help_moving },
  { "columns", N_ ("Columns of Your Own"), "", ddi_help_columns },
  { "server", N_ ("Connect to a Server"), "", server },
  { "hosts", N_ ("Several Servers"), "", ddi_help_hosts },
  { "password", N_ ("A Forgotten Password"), "users", password },
  { "trouble", N_ ("When Something Goes Wrong"), "", trouble },
  { NULL, NULL, NULL, NULL },
};
