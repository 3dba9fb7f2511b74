/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes a workspace of N tickets and M open calls, for the benches of the window.
 *
 *   bench-fill FOLDER N M [queue]
 *
 * With "queue" there are staff who hold some of the calls, three types of ticket, and the server's word that it
 * has a queue: what the Calls page is timed on. */

#include "config.h"

#include "wb-account-store.h"
#include "wb-call-store.h"
#include "wb-meta-store.h"
#include "wb-ticket-store.h"
#include "wb-workspace.h"

#include <stdlib.h>

static const char *words[] = {
  "křeslo", "stůl", "lampa", "police", "židle", "pohovka", "skříň", "šedé", "modré", "zelené", "dub",
  "buk", "kůže", "sklo", "kov", "Oslo", "Malmö", "Turku", "Narvik", "Espoo", "Lund", "sklad",
};

static WbTicket *
make_ticket (guint     index,
             gint64    now,
             WbRandom *random)
{
  WbTicket *ticket = wb_ticket_new ();
  WbProduct *product = wb_product_new ();
  guint n = G_N_ELEMENTS (words);

  ticket->id = g_strdup_printf ("e1000000-0000-4000-8000-%012u", index);
  ticket->code = g_strdup_printf ("2025%06u", index);
  ticket->type = g_strdup ("b1000001-0000-4000-8000-000000000001");
  ticket->customer_name = g_strdup_printf ("%s %s", words[wb_random_below (random, n)],
                                           words[wb_random_below (random, n)]);
  ticket->customer_email = g_strdup_printf ("customer%u@example.com", index);
  ticket->customer_phone = g_strdup_printf ("+420%09u", 600000000 + index);
  ticket->has_order = TRUE;
  ticket->order_code = g_strdup_printf ("OBJ-2025-%06u", index);
  ticket->order_currency = g_strdup ("CZK");
  ticket->order_price_with_vat = (WbMoney) { 100000 + index, "CZK" };
  product->name = g_strdup_printf ("%s %s %s", words[wb_random_below (random, n)], words[wb_random_below (random, n)],
                                   words[wb_random_below (random, n)]);
  product->amount_milli = 1000;
  product->price_with_vat = ticket->order_price_with_vat;
  g_ptr_array_add (ticket->products, product);
  ticket->created_at = now - (gint64) index * WB_MINUTE_MS;
  ticket->updated_at = ticket->created_at;
  ticket->version = 1;

  return ticket;
}

static WbActivity *
make_call (guint  index,
           gint64 now)
{
  WbActivity *call = wb_activity_new ();

  call->id = g_strdup_printf ("04000000-0000-4000-8000-%012u", index);
  call->ticket = g_strdup_printf ("e1000000-0000-4000-8000-%012u", index);
  call->ticket_code = g_strdup_printf ("2025%06u", index);
  call->ticket_type = g_strdup ("b1000001-0000-4000-8000-000000000001");
  call->kind = g_strdup ("call_request");
  call->status = g_strdup ("open");
  call->customer_name = g_strdup_printf ("%s %u", words[index % G_N_ELEMENTS (words)], index);
  call->customer_phone = g_strdup_printf ("+420%09u", 600000000 + index);
  call->created_at = now - WB_DAY_MS - index * WB_MINUTE_MS;
  call->due_at = call->created_at + 2 * WB_DAY_MS;
  call->original_due_at = call->due_at;
  call->updated_at = call->created_at;
  call->version = 1;

  return call;
}

static const char *users[] = {
  "d1000001-0000-4000-8000-000000000000", "d1000002-0000-4000-8000-000000000000",
  "d1000003-0000-4000-8000-000000000000", "d1000004-0000-4000-8000-000000000000",
};

/* One call in sixteen is mine, three are with colleagues; every third has been tried; one in twenty-five has
 * no number. */
static void
work_on (WbActivity *call,
         guint       index,
         gint64      now)
{
  guint holder = index % 16;

  g_free (call->ticket_type);
  call->ticket_type = g_strdup_printf ("b1000001-0000-4000-8000-%012u", 1 + index % 3);
  call->due_at = now + ((gint64) index - 3000) * 2 * WB_MINUTE_MS;
  /* Promised and asked for in other orders than they are due in, so that sorting has work. */
  call->original_due_at = call->due_at - (gint64) (index * 7919 % 997) * WB_MINUTE_MS;
  call->created_at = call->original_due_at - (gint64) (index * 104729 % 991) * WB_MINUTE_MS;
  if (holder < G_N_ELEMENTS (users))
    call->assignee = g_strdup (users[holder]);
  if (index % 3 == 0) {
    WbAttempt *attempt = wb_attempt_new ();

    attempt->at = call->created_at + WB_HOUR_MS;
    attempt->user = g_strdup (users[index % G_N_ELEMENTS (users)]);
    attempt->outcome = g_strdup ("no_answer");
    g_ptr_array_add (call->attempts, attempt);
  }
  if (index % 25 == 0)
    g_clear_pointer (&call->customer_phone, g_free);
}

static void
put_staff (WbDb   *db,
           gint64  now)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *synced = g_strdup_printf ("%" G_GINT64_FORMAT, now);

  for (guint i = 0; i < G_N_ELEMENTS (users); i++) {
    g_autoptr (WbUser) user = wb_user_new ();

    user->id = g_strdup (users[i]);
    user->role = g_strdup ("agent");
    user->full_name = g_strdup_printf ("%s %s", words[i], words[i + 8]);
    user->active = TRUE;
    user->version = 1;
    wb_user_store_upsert (db, user, &error);
    g_assert_no_error (error);
  }
  for (guint i = 1; i <= 3; i++) {
    g_autoptr (WbTicketType) type = wb_ticket_type_new ();

    type->id = g_strdup_printf ("b1000001-0000-4000-8000-%012u", i);
    type->name = wb_lang_text_new_plain (words[i]);
    type->position = (int) i;
    type->version = 1;
    wb_ticket_type_store_upsert (db, type, &error);
    g_assert_no_error (error);
  }
  wb_workspace_set_meta (db, WB_META_ME, users[0], &error);
  wb_workspace_set_meta (db, WB_META_LAST_SYNCED_AT, synced, &error);
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_seeded_random_new (1);
  g_autoptr (WbAccount) account = wb_account_new ();
  g_autoptr (WbWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;
  gint64 now = wb_clock_now (clock);

  const char *features[] = { WB_FEATURE_ACTIVITIES, WB_FEATURE_LEASES, WB_FEATURE_EVENTS, NULL };
  gboolean has_queue = argc == 5 && g_str_equal (argv[4], "queue");

  g_assert_cmpint (argc, >=, 4);
  workspace = wb_workspace_create (argv[1], "http://127.0.0.1:9/api/v2", clock, random, &error);
  g_assert_no_error (error);
  account->id = g_strdup ("a1");
  account->time_zone = g_strdup ("Europe/Prague");
  account->default_language = g_strdup ("cs");
  account->default_currency = g_strdup ("CZK");
  account->call_goal_hours = 24;
  if (has_queue) {
    g_strfreev (account->features);
    account->features = g_strdupv ((GStrv) features);
  }
  wb_workspace_begin_bulk_load (workspace, &error);
  g_assert_no_error (error);
  db = wb_workspace_begin (workspace, &error);
  g_assert_no_error (error);
  wb_account_store_put (db, account, &error);
  g_assert_no_error (error);
  wb_workspace_set_meta (db, "level", "1", &error);
  g_assert_no_error (error);
  if (has_queue)
    put_staff (db, now);
  for (guint i = 0; i < (guint) atoi (argv[2]); i++) {
    g_autoptr (WbTicket) ticket = make_ticket (i, now, random);

    wb_ticket_store_load (db, ticket, &error);
    g_assert_no_error (error);
  }
  for (guint i = 0; i < (guint) atoi (argv[3]); i++) {
    g_autoptr (WbActivity) call = make_call (i, now);

    if (has_queue)
      work_on (call, i, now);
    wb_call_store_apply (db, call, NULL, &error);
    g_assert_no_error (error);
  }
  wb_workspace_commit (workspace, WB_TABLE_ALL, &error);
  g_assert_no_error (error);
  wb_workspace_end_bulk_load (workspace, &error);
  g_assert_no_error (error);
  wb_workspace_close (workspace);

  return 0;
}
