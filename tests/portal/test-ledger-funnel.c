/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of offers, counted once per ticket and tool, and whose an order is. */

#include "config.h"

#include "funnel-world.h"

#include <string.h>

#include "wb-ledger-guesses.h"
#include "wb-ledger-recount.h"
#include "wb-ledger-sights.h"

#define T1 "ticket t1 return jana@x.cz A CZK; "
#define TAKEN T1 "offer t1 coupon portal 0.5; coupon c1 t1 portal - active 1"
#define ASKED T1 "offer t1 call_request portal 0.5; call a1 t1 portal 1"
#define OFF "0 coupon return portal CZK "
#define CALL "0 call_request return portal CZK "

/* offered/shown/taken/used/probable/open revenue+probable; what follows are squares. */
static const struct {
  const char *why;
  const char *facts;
  const char *rows;
} cases[] = {
  /* Steps. */
  { "nothing was offered", T1 "now 1", "" },
  { "offered", T1 "offer t1 coupon portal 0.5; now 1", OFF "1/0/0/0/0/1 0+0" },
  { "offered twice is once", T1 "offer t1 coupon portal 0.5; offer t1 coupon portal 3; now 4",
    OFF "1/0/0/0/0/1 0+0" },
  { "the first offer's day and place, whatever came in first",
    T1 "offer t1 coupon email 3; offer t1 coupon portal 0.5; now 4", OFF "1/0/0/0/0/1 0+0" },
  { "two tools are two rows", T1 "offer t1 coupon portal 0.5; offer t1 banner portal 0.5; now 1",
    "0 banner return portal CZK 1/0/0/0/0/1 0+0|" OFF "1/0/0/0/0/1 0+0" },
  { "a person saw it", T1 "view t1 portal coupon 0.5 person; now 1", OFF "1/1/0/0/0/1 0+0" },
  { "a scanner was offered it, and saw nothing", T1 "view t1 portal coupon 0.5 bot; now 1",
    OFF "1/0/0/0/0/1 0+0" },
  { "in a mail nobody can tell", T1 "view t1 email coupon 0.5 person; now 1",
    "0 coupon return email CZK 1/-1/0/0/0/1 0+0" },
  { "first in a mail, then on the page: the mail's row",
    T1 "view t1 email coupon 0.5 person; view t1 portal coupon 2 person; now 3",
    "0 coupon return email CZK 1/-1/0/0/0/1 0+0" },
  { "closed after 30 days", T1 "offer t1 coupon portal 0.5; now 30.5", OFF "1/0/0/0/0/0 0+0" },
  { "open just before", T1 "offer t1 coupon portal 0.5; now 30.4999", OFF "1/0/0/0/0/1 0+0" },
  { "taken", TAKEN "; now 2", OFF "1/1/1/0/0/1 0+0" },
  { "taken without an offer is one", T1 "coupon c1 t1 portal - active 0.5; now 2",
    OFF "1/1/1/0/0/1 0+0" },
  { "by staff: no place, nothing shown", T1 "coupon c1 t1 staff - active 0.5; now 2",
    "0 coupon return - CZK 1/-1/1/0/0/1 0+0" },
  { "by staff after an offer: the offer's place",
    T1 "offer t1 coupon portal 0.5; coupon c1 t1 staff - active 3; now 4", OFF "1/0/1/0/0/1 0+0" },
  { "being made is taken", T1 "offer t1 coupon portal 0.5; coupon c1 t1 portal - pending 1; now 2",
    OFF "1/1/1/0/0/1 0+0" },
  { "failed: not taken", T1 "offer t1 coupon portal 0.5; coupon c1 t1 portal - pending 1;"
    " coupon c1 t1 portal - failed 1; now 2", OFF "1/0/0/0/0/1 0+0" },
  { "failed, by staff: not offered either", T1 "coupon c1 t1 staff - pending 1; coupon c1 t1 staff - failed 1;"
    " now 2", "" },
  { "failed and made again: taken", T1 "offer t1 coupon portal 0.5; coupon c1 t1 portal - failed 1;"
    " coupon c1 t1 portal - pending 1; coupon c1 t1 portal - active 1; now 2", OFF "1/1/1/0/0/1 0+0" },
  { "expired stays taken, and is open for 30 days", T1 "offer t1 coupon portal 0.5;"
    " coupon c1 t1 portal - expired 1; now 30", OFF "1/1/1/0/0/1 0+0" },
  { "and then not", T1 "offer t1 coupon portal 0.5; coupon c1 t1 portal - expired 1; now 31",
    OFF "1/1/1/0/0/0 0+0" },
  { "disabled stays taken", TAKEN "; coupon c1 t1 portal - disabled 1; now 2", OFF "1/1/1/0/0/1 0+0" },
  { "replaced: one taking", TAKEN "; coupon c1 t1 portal - disabled 1; coupon c2 t1 staff - active 5; now 6",
    OFF "1/1/1/0/0/1 0+0" },
  { "the new one keeps it open", TAKEN "; coupon c1 t1 portal - disabled 1; coupon c2 t1 staff - active 20;"
    " now 33", OFF "1/1/1/0/0/1 0+0" },
  { "replaced by one on a call: two tools",
    TAKEN "; coupon c1 t1 portal - disabled 1; call a1 t1 portal 2; coupon c2 t1 staff a1 active 5; now 6",
    OFF "1/1/1/0/0/1 0+0|2 call_request return portal CZK 1/1/1/0/0/1 0+0" },
  { "a call asked for", ASKED "; now 2", CALL "1/1/1/0/0/1 0+0" },
  { "asked for twice is once", ASKED "; call a2 t1 portal 5; now 6", CALL "1/1/1/0/0/1 0+0" },
  { "a banner clicked by a person", T1 "view t1 portal banner 0.5 person; click t1 portal 0.6 person; now 1",
    "0 banner return portal CZK 1/1/1/0/0/1 0+0" },
  { "by HEAD is by nobody", T1 "view t1 portal banner 0.5 person; click t1 portal 0.6 head; now 1",
    "0 banner return portal CZK 1/1/0/0/0/1 0+0" },
  { "clicked in a mail that nobody is known to have opened", T1 "click t1 email 0.6 person; now 1",
    "0 banner return email CZK 1/-1/1/0/0/1 0+0" },
  { "a ticket without an order has no currency", "ticket t2 claim jana@x.cz - -; offer t2 coupon portal 0.5;"
    " now 1", "0 coupon claim portal - 1/0/0/0/0/1 0+0" },
  { "its type is that of the first offer", T1 "offer t1 coupon portal 0.5; type t1 claim;"
    " coupon c1 t1 portal - active 1; now 2", OFF "1/1/1/0/0/1 0+0" },
  { "a deleted ticket's row stays", TAKEN "; delete t1; now 2", OFF "1/1/1/0/0/1 0+0" },
  { "and its order, that changes later", ASKED "; order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; delete t1;"
    " order o1 A jana@x.cz - paid 1500.00 400.00 3 CZK; now 4", CALL "1/1/1/0/1/1 0+110000" },
  { "and stays not another one's", ASKED "; ticket t2 claim jana@x.cz A CZK;"
    " order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; delete t1;"
    " order o1 A jana@x.cz - paid 1500.00 400.00 3 CZK; now 4", CALL "1/1/1/0/1/1 0+110000" },
  /* Orders with a coupon. */
  { "used", TAKEN "; order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK; now 4", OFF "1/1/1/1/0/0 150000+0" },
  { "not paid yet is used", TAKEN "; order o1 A jana@x.cz c1 open 1500.00 0.00 3 CZK; now 4",
    OFF "1/1/1/1/0/0 150000+0" },
  { "by a friend", TAKEN "; order o1 A karel@x.cz c1 paid 1500.00 0.00 3 CZK; now 4",
    OFF "1/1/1/1/0/0 150000+0" },
  { "after 30 days, still its coupon", TAKEN "; order o1 A jana@x.cz c1 paid 1500.00 0.00 44 CZK; now 45",
    OFF "1/1/1/1/0/0 150000+0" },
  { "for its coupon, not for what was taken last", TAKEN "; call a1 t1 portal 2;"
    " order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK; now 4",
    OFF "1/1/1/1/0/0 150000+0|2 call_request return portal CZK 1/1/1/0/0/1 0+0" },
  { "of a coupon given on a call, for the call", T1 "call a1 t1 portal 0.5; coupon c1 t1 staff a1 active 1;"
    " order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK; now 4", CALL "1/1/1/1/0/0 150000+0" },
  { "twice with one coupon: one ticket, both orders", TAKEN "; order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK;"
    " order o2 A jana@x.cz c1 paid 500.00 0.00 4 CZK; now 5", OFF "1/1/1/1/0/0 200000+0" },
  { "with two coupons: once, for the newer one", TAKEN "; call a1 t1 portal 2; coupon c2 t1 staff a1 active 2.5;"
    " order o1 A jana@x.cz c2+c1 paid 1500.00 0.00 3 CZK; now 4",
    OFF "1/1/1/0/0/1 0+0|2 call_request return portal CZK 1/1/1/1/0/0 150000+0" },
  { "and cancelled: for neither", TAKEN "; call a1 t1 portal 2; coupon c2 t1 staff a1 active 2.5;"
    " order o1 A jana@x.cz c2+c1 paid 1500.00 0.00 3 CZK;"
    " order o1 A jana@x.cz c2+c1 cancelled 1500.00 0.00 3 CZK; now 4",
    OFF "1/1/1/0/0/1 0+0|2 call_request return portal CZK 1/1/1/0/0/1 0+0" },
  { "worth less than nothing: it brought nothing", TAKEN "; order o1 A jana@x.cz c1 paid -50.00 0.00 3 CZK; now 4",
    OFF "1/1/1/1/0/0 0+0" },
  { "cancelled", TAKEN "; order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK;"
    " order o1 A jana@x.cz c1 cancelled 1500.00 0.00 3 CZK; now 4", OFF "1/1/1/0/0/1 0+0" },
  { "cancelled and restored", TAKEN "; order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK;"
    " order o1 A jana@x.cz c1 cancelled 1500.00 0.00 3 CZK;"
    " order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK; now 4", OFF "1/1/1/1/0/0 150000+0" },
  { "a test", TAKEN "; order o1 A jana@x.cz c1 test 1500.00 0.00 3 CZK; now 4", OFF "1/1/1/0/0/1 0+0" },
  { "a part given back, later", TAKEN "; order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK; now 50;"
    " order o1 A jana@x.cz c1 paid 1500.00 400.00 3 CZK", OFF "1/1/1/1/0/0 110000+0" },
  { "all given back: used, and worth nothing", TAKEN "; order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK;"
    " order o1 A jana@x.cz c1 refunded 1500.00 0.00 3 CZK; now 4", OFF "1/1/1/1/0/0 0+0" },
  { "in another currency: counted here, money there", TAKEN
    "; order o1 A jana@x.cz c1 paid 60.00 0.00 3 EUR; now 4",
    OFF "1/1/1/1/0/0 0+0|0 coupon return portal EUR 0/0/0/0/0/0 6000+0" },
  { "an order in each currency", TAKEN "; order o1 A jana@x.cz c1 paid 60.00 0.00 3 EUR;"
    " order o2 A jana@x.cz c1 paid 900.00 0.00 3 CZK; now 4",
    OFF "1/1/1/1/0/0 90000+0|0 coupon return portal EUR 0/0/0/0/0/0 6000+0" },
  { "guessed to be the coupon's: probable", TAKEN "; order o1 A jana@x.cz ?c1 paid 1500.00 0.00 3 CZK; now 4",
    OFF "1/1/1/0/1/1 0+150000" },
  { "used by what it says of itself", T1 "coupon c1 t1 portal - used 0.5 700.00 CZK o9; now 4",
    OFF "1/1/1/1/0/0 70000+0" },
  { "and its order is not counted again", T1 "coupon c1 t1 portal - used 0.5 700.00 CZK o9;"
    " order o9 A jana@x.cz - paid 700.00 0.00 2 CZK; now 4", OFF "1/1/1/1/0/0 70000+0" },
  { "worth less than nothing, by itself", T1 "coupon c1 t1 portal - used 0.5 -70.00 CZK o9; now 4",
    OFF "1/1/1/1/0/0 0+0" },
  { "another one is", T1 "coupon c1 t1 portal - used 0.5 700.00 CZK o9;"
    " order o8 A jana@x.cz - paid 700.00 0.00 2 CZK; now 4", OFF "1/1/1/1/0/0 70000+70000" },
  /* Orders without one. */
  { "by the same customer: probable", ASKED "; order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; now 4",
    CALL "1/1/1/0/1/1 0+150000" },
  { "however the address is written", ASKED "; order o1 A Jana@X.cz - paid 1500.00 0.00 3 CZK; now 4",
    CALL "1/1/1/0/1/1 0+150000" },
  { "another customer", ASKED "; order o1 A eva@x.cz - paid 1500.00 0.00 3 CZK; now 4", CALL "1/1/1/0/0/1 0+0" },
  { "another shop", ASKED "; order o1 B jana@x.cz - paid 1500.00 0.00 3 CZK; now 4", CALL "1/1/1/0/0/1 0+0" },
  { "nobody knows whose", ASKED "; order o1 A - - paid 1500.00 0.00 3 CZK; now 4", CALL "1/1/1/0/0/1 0+0" },
  { "before it was taken", ASKED "; order o1 A jana@x.cz - paid 1500.00 0.00 0.9 CZK; now 4",
    CALL "1/1/1/0/0/1 0+0" },
  { "at that instant", ASKED "; order o1 A jana@x.cz - paid 1500.00 0.00 1 CZK; now 4",
    CALL "1/1/1/0/1/1 0+150000" },
  { "on day 30", ASKED "; order o1 A jana@x.cz - paid 1500.00 0.00 31 CZK; now 40",
    CALL "1/1/1/0/1/0 0+150000" },
  { "on day 31", ASKED "; order o1 A jana@x.cz - paid 1500.00 0.00 31.0001 CZK; now 40",
    CALL "1/1/1/0/0/0 0+0" },
  { "offered and not taken", T1 "offer t1 call_request portal 0.5;"
    " order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; now 4", CALL "1/0/0/0/0/1 0+0" },
  { "two of them", ASKED "; order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK;"
    " order o2 A jana@x.cz - paid 200.00 0.00 5 CZK; now 6", CALL "1/1/1/0/1/1 0+170000" },
  { "between two tools, the one taken last", ASKED "; coupon c1 t1 portal - active 2;"
    " order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; now 4",
    CALL "1/1/1/0/0/1 0+0|2 coupon return portal CZK 1/1/1/0/1/1 0+150000" },
  { "the one taken last before it", ASKED "; coupon c1 t1 portal - active 4;"
    " order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; now 5",
    CALL "1/1/1/0/1/1 0+150000|4 coupon return portal CZK 1/1/1/0/0/1 0+0" },
  { "between two tickets", ASKED "; ticket t2 claim JANA@x.cz A CZK; call a2 t2 portal 2;"
    " order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; now 4",
    CALL "1/1/1/0/0/1 0+0|2 call_request claim portal CZK 1/1/1/0/1/1 0+150000" },
  { "the later taking comes to be known after the order", ASKED
    "; order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; click t1 portal 2 person; now 4",
    CALL "1/1/1/0/0/1 0+0|2 banner return portal CZK 1/1/1/0/1/1 0+150000" },
  { "besides a coupon's: the ticket is used, the money probable", TAKEN
    "; order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK; order o2 A jana@x.cz - paid 300.00 0.00 5 CZK; now 6",
    OFF "1/1/1/1/0/0 150000+30000" },
  { "cancelled, probable no more", ASKED "; order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK;"
    " order o1 A jana@x.cz - cancelled 1500.00 0.00 3 CZK; now 4", CALL "1/1/1/0/0/1 0+0" },
  { "a part given back", ASKED "; order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK;"
    " order o1 A jana@x.cz - paid 1500.00 500.00 3 CZK; now 4", CALL "1/1/1/0/1/1 0+100000" },
  { "that turns out to have used a coupon", ASKED "; coupon c1 t1 staff - active 2;"
    " order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK; now 4",
    CALL "1/1/1/0/0/1 0+0|2 coupon return - CZK 1/-1/1/1/0/0 150000+0" },
  { "and one that turns out not to have", ASKED "; coupon c1 t1 staff - active 2;"
    " order o1 A jana@x.cz c1 paid 1500.00 0.00 3 CZK; order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; now 4",
    CALL "1/1/1/0/0/1 0+0|2 coupon return - CZK 1/-1/1/0/1/1 0+150000" },
  { "of a coupon that failed: for what was taken before", ASKED "; coupon c1 t1 portal - pending 2;"
    " order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; coupon c1 t1 portal - failed 2; now 4",
    CALL "1/1/1/0/1/1 0+150000|2 coupon return portal CZK 1/0/0/0/0/1 0+0" },
  { "the customer's address was wrong", "ticket t1 return jna@x.cz A CZK; ticket t2 claim jana@x.cz A CZK;"
    " call a1 t1 portal 0.5; order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; email t1 jana@x.cz; now 4",
    CALL "1/1/1/0/1/1 0+150000" },
  { "and is another one's", ASKED "; order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; email t1 eva@x.cz; now 4",
    CALL "1/1/1/0/0/1 0+0" },
};

#define N_WATCHED 60000

static char *
bare (const char *dump)
{
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; lines[i] && *lines[i]; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", 8);
    g_autofree char *line = NULL;

    g_clear_pointer (&words[7], g_free);
    line = g_strjoinv (" ", words);
    g_string_append_printf (text, "%s%s", i == 0 ? "" : "|", line);
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (World) world = world_new ("Europe/Prague");
    g_autofree char *dump = NULL;
    g_autofree char *rows = NULL;
    gint64 n_changed = 0;

    g_test_message ("%s", cases[i].why);
    world_tell (world, cases[i].facts);
    dump = world_dump (world);
    rows = bare (dump);
    g_assert_cmpstr (rows, ==, cases[i].rows);
    /* The plain tables know no types of the past. */
    if (!strstr (cases[i].facts, "type "))
      world_assert (world);
    g_assert_true (wb_ledger_recount_run (world->ledger, &n_changed, NULL));
    g_assert_cmpint (n_changed, ==, 0);
  }
}

/* The facts of a case from the @split-th on come in while all is counted anew, after @n_steps steps of it. */
static void
tell_meanwhile (const char *facts,
                const char *expected,
                guint       split,
                guint       n_steps,
                guint       n_between)
{
  g_autoptr (World) world = world_new ("Europe/Prague");
  g_auto (GStrv) lines = g_strsplit (facts, "; ", -1);
  g_autofree char *changed = NULL;
  gboolean more = TRUE;

  for (guint i = 0; lines[i]; i++) {
    if (i == split) {
      g_assert_true (wb_db_begin_immediate (world->ledger->db, NULL));
      g_assert_true (wb_ledger_recount_ask (world->ledger, NULL, NULL, NULL));
      g_assert_true (wb_db_commit (world->ledger->db, NULL));
    }
    for (guint k = 0; i >= split && k < (i == split ? n_steps : n_between); k++)
      g_assert_true (wb_ledger_recount_step (world->ledger, 0, &more, NULL));
    world_tell (world, lines[i]);
  }
  for (int i = 0; i < 2; i++) {
    g_autofree char *dump = world_dump (world);
    g_autofree char *rows = bare (dump);

    g_assert_cmpstr (rows, ==, expected);
    while (more)
      g_assert_true (wb_ledger_recount_step (world->ledger, 0, &more, NULL));
  }
  changed = wb_ledger_dup_meta (world->ledger, "recount_changed");
  g_assert_true (!changed || g_str_equal (changed, "0"));
}

/* What comes in while it is counted is counted as if it had come before: after the rows were counted, all
 * tickets, or the orders; at once, or one step after the other. */
static void
test_meanwhile (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) lines = g_strsplit (cases[i].facts, "; ", -1);
    guint n_lines = g_strv_length (lines);

    g_test_message ("%s", cases[i].why);
    tell_meanwhile (cases[i].facts, cases[i].rows, 1 + i % (n_lines - 1), 2 + i / 2 % 3, i % 2);
    /* What is forgotten stays so in both. */
    for (guint split = 1; strstr (cases[i].facts, "delete") && split < n_lines; split++)
      tell_meanwhile (cases[i].facts, cases[i].rows, split, 0, 1);
  }
}

/* Facts that are all of them true at the end, in any order that can be: a coupon is there before an order
 * names it. */
static const char *const history[] = {
  "view t1 portal coupon+call_request+banner 0.5 person", "view t1 email coupon+call_request 0.7 person",
  "coupon c1 t1 portal - active 1.5", "call a1 t1 ticket_detail 2", "click t1 portal 2.5 person",
  "coupon c2 t1 staff a1 active 6", "offer t2 banner email 3", "click t2 email 8 person", "call a2 t2 portal 9",
  "order o1 A jana@x.cz - paid 100.00 0.00 2.2 CZK", "order o2 A JANA@x.cz c1 paid 200.00 50.00 3 CZK",
  "order o3 A jana@x.cz - paid 400.00 0.00 8.5 EUR", "order o4 A jana@x.cz c2 refunded 800.00 0.00 9 CZK",
  "order o5 A jana@x.cz - paid 1600.00 0.00 1.2 CZK", "order o6 B jana@x.cz - paid 3200.00 0.00 9.5 CZK",
  "order o7 A jana@x.cz - test 6400.00 0.00 9.6 CZK", "order o8 A jana@x.cz - paid 12800.00 0.00 39.1 CZK",
  "order o9 A jana@x.cz - paid 25600.00 0.00 38.9 CZK",
};

static gboolean
is_ready (const char *fact,
          GHashTable *told)
{
  return !(strstr (fact, " c1 paid") && !g_hash_table_contains (told, history[2])) &&
         !(strstr (fact, " c2 refunded") && !g_hash_table_contains (told, history[5]));
}

static void
tell_in_some_order (World    *world,
                    WbRandom *random)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (history); i++)
    g_ptr_array_add (left, (gpointer) history[i]);
  while (left->len > 0) {
    guint i = wb_random_below (random, left->len);
    const char *fact = g_ptr_array_index (left, i);

    if (!is_ready (fact, told))
      continue;
    world_tell (world, fact);
    g_hash_table_add (told, (gpointer) fact);
    g_ptr_array_remove_index_fast (left, i);
  }
}

static void
test_any_order (void)
{
  g_autofree char *first = NULL;

  for (guint seed = 1; seed <= 60; seed++) {
    g_autoptr (World) world = world_new ("Europe/Prague");
    g_autoptr (WbRandom) random = wb_seeded_random_new (seed);
    g_autofree char *dump = NULL;

    g_test_message ("seed %u", seed);
    world_tell (world, "ticket t1 return jana@x.cz A CZK; ticket t2 return Jana@x.cz A CZK; now 20");
    tell_in_some_order (world, random);
    dump = world_dump (world);
    if (!first)
      first = g_strdup (dump);
    g_assert_cmpstr (dump, ==, first);
    world_assert (world);
  }
  g_assert_nonnull (strstr (first, "+"));
}

/* The day is the account's, on the days when clocks change too; the plain tables ask the system. */
static void
test_days (void)
{
  static const char *const zones[] = { "Europe/Prague", "America/New_York", "Pacific/Auckland" };

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_autoptr (World) world = world_new (zones[i]);

    g_test_message ("%s", zones[i]);
    /* Each hour of the days around all changes of the year. */
    for (int day = 0; day < 365; day++) {
      if (!((day > 65 && day < 100) || (day > 268 && day < 310)))
        continue;
      for (int hour = 0; hour < 24; hour += 1) {
        g_autofree char *facts = g_strdup_printf ("ticket t%d.%d return - A CZK; offer t%d.%d banner portal %.4f",
                                                  day, hour, day, hour, day + hour / 24.0 + 0.01);

        world_tell (world, facts);
      }
    }
    world_tell (world, "now 400");
    world_assert (world);
  }
}

/* What damaged the sums is mended, once, and clients are told to read everything again. */
static void
test_rebuild (void)
{
  g_autoptr (World) world = world_new ("Europe/Prague");
  g_autoptr (WbRandom) random = wb_seeded_random_new (3);
  gint64 n_changed = 0;
  gint64 epoch = 0;

  world_tell (world, "ticket t1 return jana@x.cz A CZK; ticket t2 return jana@x.cz A CZK; now 20");
  tell_in_some_order (world, random);
  epoch = wb_ledger_stat_epoch (world->ledger);
  g_assert_true (wb_ledger_recount_run (world->ledger, &n_changed, NULL));
  g_assert_cmpint (n_changed, ==, 0);
  g_assert_cmpint (wb_ledger_stat_epoch (world->ledger), ==, epoch);

  g_assert_true (wb_db_exec (world->ledger->db, "UPDATE funnel_sum SET offered = offered + 1 WHERE tool = 'coupon'",
                             NULL));
  g_assert_true (wb_db_exec (world->ledger->db, "DELETE FROM funnel_money", NULL));
  g_assert_true (wb_db_exec (world->ledger->db, "UPDATE funnel_order SET ticket = NULL, tool = NULL", NULL));
  g_assert_true (wb_db_exec (world->ledger->db, "UPDATE funnel_row SET taken_at = NULL, used = 0, day = day - 3",
                             NULL));
  g_assert_true (wb_ledger_recount_run (world->ledger, &n_changed, NULL));
  g_assert_cmpint (n_changed, >, 0);
  g_assert_cmpint (wb_ledger_stat_epoch (world->ledger), ==, epoch + 1);
  world_assert (world);
}

/* Final is what cannot change: not what is open, and not what changed while a client may not have looked. */
static void
test_final (void)
{
  g_autoptr (World) world = world_new ("Europe/Prague");
  static const struct {
    const char *why;
    const char *facts;
    int final;
  } steps[] = {
    { "nothing yet: all but today", "ticket t1 return jana@x.cz A CZK; now 5", 4 },
    { "offered on day 6, open", "now 6; offer t1 coupon portal 6; now 20", 5 },
    { "closed: looked at again for two days", "now 36.1", 5 },
    { "and then final", "now 39", 38 },
    { "a coupon of it on day 40 opens it again", "now 40; coupon c1 t1 staff - active 40", 5 },
    { "used", "order o1 A jana@x.cz c1 paid 1500.00 0.00 41 CZK; now 41", 5 },
    { "final again", "now 43.5", 42 },
    { "a refund a year later is told, too", "now 400; order o1 A jana@x.cz c1 paid 1500.00 100.00 41 CZK", 5 },
    { "for two days", "now 402.1", 401 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_test_message ("%s", steps[i].why);
    world_tell (world, steps[i].facts);
    world_assert (world);
    g_assert_cmpint (wb_ledger_funnel_final (world->ledger, NULL) - BASE_DAY, ==, steps[i].final);
  }
}

/* Who ordered stands nowhere, and people who have no ticket leave no trace. */
static void
test_nobody_is_kept (void)
{
  g_autoptr (World) world = world_new ("Europe/Prague");

  world_tell (world, ASKED "; order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK;"
              " order o2 A eva@x.cz - paid 1500.00 0.00 3 CZK; order o3 A - - paid 1500.00 0.00 3 CZK");
  g_assert_cmpint (world_ask (world, "SELECT count(*) FROM funnel_order"), ==, 1);
  g_assert_cmpint (world_ask (world, "SELECT count(*) FROM funnel_order WHERE who LIKE '%jana%'"), ==, 0);
  g_assert_cmpint (world_ask (world, "SELECT length (who) FROM funnel_order"), ==, 64);
  g_assert_cmpint (world_ask (world, "SELECT count(*) FROM funnel_row WHERE who LIKE '%jana%'"), ==, 0);
}

/* A program that looks at one ticket's offers again and again, for months: storing what it sees next takes
 * no longer than storing what it saw first. */
static void
test_watched (void)
{
  g_autoptr (World) world = world_new ("Europe/Prague");
  g_autofree WbLedgerSight *sights = g_new0 (WbLedgerSight, N_WATCHED);
  g_autoptr (GStringChunk) ids = g_string_chunk_new (1 << 16);
  gint64 start = 0;

  world_tell (world, T1 "view t1 portal coupon+banner 0.5 bot");
  for (guint i = 0; i < N_WATCHED; i++) {
    g_autofree char *id = g_strdup_printf ("w%u", i);

    sights[i].sight.id = g_string_chunk_insert (ids, id);
    sights[i].sight.at = world_time (world, "1") + i * WB_MINUTE_MS;
    sights[i].sight.kind = WB_SIGHT_VIEW;
    sights[i].sight.ticket = "t1";
    sights[i].sight.banner = "b1";
    sights[i].sight.placement = WB_PLACEMENT_PORTAL;
    sights[i].sight.agent = "Mozilla/5.0 (compatible; Googlebot/2.1)";
    sights[i].sight.verdict = WB_VERDICT_AGENT;
    sights[i].type = "return";
    sights[i].offered = 1u << WB_TOOL_COUPON | 1u << WB_TOOL_BANNER;
  }
  g_assert_true (wb_db_begin_immediate (world->ledger->db, NULL));
  g_assert_true (wb_ledger_sights_load (world->ledger, sights, N_WATCHED, FALSE, NULL));
  g_assert_true (wb_ledger_recount_run (world->ledger, NULL, NULL));
  g_assert_true (wb_db_commit (world->ledger->db, NULL));

  start = g_get_monotonic_time ();
  for (guint i = 0; i < 50; i++) {
    g_autofree char *fact = g_strdup_printf ("view t1 portal coupon+banner %u bot", 201 + i);

    world_tell (world, fact);
  }
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_USEC_PER_SEC);

  /* A person is told apart from it at once, and so is what is earlier or clicked. */
  world_tell (world, "view t1 portal coupon 300 person; now 301");
  world_assert (world);
  world_tell (world, "click t1 portal 302 person; now 303");
  world_assert (world);
  world_tell (world, "click t1 email 301 person; view t1 email coupon 0.4 bot");
  world_assert (world);
}

/* A guessed use that its shop confirms later counts, also where the coupon says nothing new. */
static void
test_settled (void)
{
  g_autoptr (World) world = world_new ("Europe/Prague");
  g_autofree char *before = NULL;
  g_autofree char *between = NULL;
  g_autofree char *after = NULL;
  gboolean found = FALSE;

  world_tell (world, T1 "coupon c1 t1 portal - active 1; order o1 A someone@x.cz ?c1 paid 1000.00 0.00 2 CZK; now 4");
  /* So that what the order says can be told from what the coupon says. */
  g_assert_true (wb_db_exec (world->ledger->db, "UPDATE funnel_order SET minor = 50000", NULL));
  g_assert_true (wb_ledger_recount_run (world->ledger, NULL, NULL));
  before = world_dump (world);
  g_assert_true (wb_db_exec (world->ledger->db, "UPDATE shop_order_coupon SET is_certain = -1", NULL));
  g_assert_true (wb_ledger_recount_run (world->ledger, NULL, NULL));
  between = world_dump (world);
  g_assert_cmpstr (between, !=, before);
  g_assert_true (wb_db_begin_immediate (world->ledger->db, NULL));
  g_assert_true (wb_ledger_guess_settle (world->ledger, "c1", TRUE, &found, NULL));
  g_assert_true (found);
  g_assert_true (wb_db_commit (world->ledger->db, NULL));
  after = world_dump (world);
  g_assert_cmpstr (after, ==, before);
}

/* Of a deleted ticket the counts stay, also when they are made anew, and nothing says who it was. */
static void
test_forgotten (void)
{
  g_autoptr (World) world = world_new ("Europe/Prague");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *who = NULL;
  gint64 n_changed = -1;

  world_tell (world, ASKED "; ticket t2 return jana@x.cz A CZK; ticket t3 return eva@x.cz A CZK;"
              " offer t3 banner portal 1; order o1 A jana@x.cz - paid 1500.00 0.00 3 CZK; now 4");
  before = world_dump (world);
  g_assert_true (wb_ledger_find_text (world->ledger, "SELECT who FROM ticket WHERE id = ?", "t1", &who, NULL));
  g_assert_nonnull (who);
  world_tell (world, "delete t1");
  g_assert_cmpint (world_ask (world, "SELECT count(*) FROM ticket a JOIN ticket b ON a.who = b.who AND a.id < b.id"),
                   ==, 0);
  g_assert_cmpint (world_ask (world, "SELECT count(*) FROM funnel_row r JOIN ticket t ON t.who = r.who"
                              " WHERE t.id <> r.ticket"), ==, 0);
  g_assert_cmpint (world_ask (world, "SELECT count(*) FROM funnel_order o JOIN ticket t ON t.who = o.who"
                              " WHERE t.id = 't2'"), ==, 0);
  g_assert_true (wb_ledger_recount_run (world->ledger, &n_changed, NULL));
  g_assert_cmpint (n_changed, ==, 0);
  after = world_dump (world);
  g_assert_cmpstr (after, ==, before);
}

/* A coupon that never expires keeps its day open, and not all days after it from being final. */
static void
test_final_moves_on (void)
{
  g_autoptr (World) world = world_new ("Europe/Prague");

  world_tell (world, T1 "coupon c1 t1 portal - active 1; now 100");
  g_assert_true (wb_db_begin_immediate (world->ledger->db, NULL));
  g_assert_true (wb_db_exec (world->ledger->db, "UPDATE coupon SET expires_at = NULL, doc = json_set (doc,"
                             " '$.expires_at', NULL)", NULL));
  g_assert_true (wb_ledger_funnel_coupon (world->ledger, "c1", NULL));
  g_assert_true (wb_db_exec (world->ledger->db, "DELETE FROM funnel_day", NULL));
  g_assert_true (wb_db_commit (world->ledger->db, NULL));
  g_assert_cmpint (wb_ledger_funnel_final (world->ledger, NULL), ==, BASE_DAY);
  world_tell (world, "now 300");
  g_assert_cmpint (world_ask (world, "SELECT count(*) FROM funnel_row WHERE is_open = 1"), ==, 1);
  g_assert_cmpint (wb_ledger_funnel_final (world->ledger, NULL), ==, BASE_DAY + 299);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wb/ledger/funnel/cases", test_cases);
  g_test_add_func ("/wb/ledger/funnel/told-while-it-is-counted", test_meanwhile);
  g_test_add_func ("/wb/ledger/funnel/facts-come-in-any-order", test_any_order);
  g_test_add_func ("/wb/ledger/funnel/days-are-the-accounts", test_days);
  g_test_add_func ("/wb/ledger/funnel/made-anew-it-agrees", test_rebuild);
  g_test_add_func ("/wb/ledger/funnel/final-days-do-not-change", test_final);
  g_test_add_func ("/wb/ledger/funnel/a-watched-ticket-is-no-burden", test_watched);
  g_test_add_func ("/wb/ledger/funnel/nobody-is-kept", test_nobody_is_kept);

  g_test_add_func ("/wb/ledger/funnel/a-guess-is-settled", test_settled);
  g_test_add_func ("/wb/ledger/funnel/a-deleted-tickets-customer-is-forgotten", test_forgotten);
  g_test_add_func ("/wb/ledger/funnel/final-moves-on", test_final_moves_on);

  return g_test_run ();
}
