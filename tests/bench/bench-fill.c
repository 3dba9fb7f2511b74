/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes a workspace of N tickets and M open calls, for the benches of the window.
 *
 *   bench-fill FOLDER N M */

#include "config.h"

#include "wb-account-store.h"
#include "wb-call-store.h"
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

  g_assert_cmpint (argc, ==, 4);
  workspace = wb_workspace_create (argv[1], "http://127.0.0.1:9/api/v2", clock, random, &error);
  g_assert_no_error (error);
  account->id = g_strdup ("a1");
  account->time_zone = g_strdup ("Europe/Prague");
  account->default_language = g_strdup ("cs");
  account->call_goal_hours = 24;
  wb_workspace_begin_bulk_load (workspace, &error);
  g_assert_no_error (error);
  db = wb_workspace_begin (workspace, &error);
  g_assert_no_error (error);
  wb_account_store_put (db, account, &error);
  g_assert_no_error (error);
  wb_workspace_set_meta (db, "level", "1", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < (guint) atoi (argv[2]); i++) {
    g_autoptr (WbTicket) ticket = make_ticket (i, now, random);

    wb_ticket_store_load (db, ticket, &error);
    g_assert_no_error (error);
  }
  for (guint i = 0; i < (guint) atoi (argv[3]); i++) {
    g_autoptr (WbActivity) call = make_call (i, now);

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
