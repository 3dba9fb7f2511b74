/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* From the API into the workspace and back: everything that is listed is there field for field, and
 * what an agent does stands in the API afterwards. */

#include "config.h"

#include "wb-e2e.h"

#include "wb-account-store.h"
#include "wb-call-store.h"
#include "wb-coupon-store.h"
#include "wb-offer-store.h"
#include "wb-staff-actions.h"
#include "wb-ticket-store.h"
#include "wb-wire-account.h"
#include "wb-wire-activity.h"
#include "wb-wire-coupon.h"
#include "wb-wire-merchant-store.h"
#include "wb-wire-offer-set.h"
#include "wb-wire-tag.h"
#include "wb-wire-ticket-state.h"
#include "wb-wire-ticket-type.h"
#include "wb-wire-ticket.h"
#include "wb-wire-user.h"

#include <json-glib/json-glib.h>

#define N_TICKETS 230
#define N_CALLS 45

/* Takes the node and compares it with what another node prints as. */
static void
assert_same_json (JsonNode *left,
                  JsonNode *right)
{
  g_autofree char *left_text = wb_wire_print (left);
  g_autofree char *right_text = wb_wire_print (right);

  g_assert_cmpstr (left_text, ==, right_text);
  json_node_unref (left);
  json_node_unref (right);
}

/* All items of a list of the API, page after page. */
static GPtrArray *
read_all (WbHelpdesk     *client,
          const char     *resource,
          const char     *parameter,
          const char     *value,
          GDestroyNotify  free_item)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_item);
  gint64 total = 1;

  for (gint64 number = 1; number <= total; number++) {
    g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
    const char *query[] = { "page", text, "page_size", "100", parameter, value, NULL };
    g_autoptr (WbWirePage) page = NULL;
    g_autoptr (GError) error = NULL;

    page = wb_helpdesk_get_page (client, resource, (GStrv) query, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
    total = page->total_pages;
    g_ptr_array_set_free_func (page->items, NULL);
    for (guint i = 0; i < page->items->len; i++)
      g_ptr_array_add (all, g_ptr_array_index (page->items, i));
  }

  return g_steal_pointer (&all);
}

static void
compare_lists (GPtrArray        *stored,
               GPtrArray        *listed,
               WbWireEncodeFunc  encode)
{
  g_assert_nonnull (stored);
  g_assert_cmpuint (stored->len, ==, listed->len);
  for (guint i = 0; i < listed->len; i++) {
    gboolean found = FALSE;
    g_autoptr (JsonNode) want = encode (g_ptr_array_index (listed, i));
    g_autofree char *want_text = wb_wire_print (want);

    for (guint j = 0; j < stored->len && !found; j++) {
      g_autoptr (JsonNode) have = encode (g_ptr_array_index (stored, j));
      g_autofree char *have_text = wb_wire_print (have);

      found = g_str_equal (want_text, have_text);
    }
    if (!found)
      g_error ("not in the workspace as the API lists it: %s", want_text);
  }
}

static void
compare_catalogues (WbHelpdesk *client,
                    WbDb       *db)
{
  static const struct
  {
    const char *resource;
    GPtrArray *(*list) (WbDb *db, GError **error);
    WbWireEncodeFunc encode;
    GDestroyNotify free_item;
  } rows[] = {
    { "account/stores", wb_merchant_store_list,
      (WbWireEncodeFunc) wb_wire_merchant_store_encode, (GDestroyNotify) wb_merchant_store_unref },
    { "users", wb_user_store_list,
      (WbWireEncodeFunc) wb_wire_user_encode, (GDestroyNotify) wb_user_unref },
    { "types", wb_ticket_type_store_list,
      (WbWireEncodeFunc) wb_wire_ticket_type_encode, (GDestroyNotify) wb_ticket_type_unref },
    { "states", wb_ticket_state_store_list,
      (WbWireEncodeFunc) wb_wire_ticket_state_encode, (GDestroyNotify) wb_ticket_state_unref },
    { "tags", wb_tag_store_list,
      (WbWireEncodeFunc) wb_wire_tag_encode, (GDestroyNotify) wb_tag_unref },
    { "remarketing/settings", wb_offer_store_list,
      (WbWireEncodeFunc) wb_wire_offer_set_encode, (GDestroyNotify) wb_offer_set_unref },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) listed = NULL;
    g_autoptr (GPtrArray) stored = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].resource);
    listed = read_all (client, rows[i].resource, NULL, NULL, rows[i].free_item);
    stored = rows[i].list (db, &error);
    g_assert_no_error (error);
    compare_lists (stored, listed, rows[i].encode);
  }
}

static void
test_round_everything_listed_is_stored (void)
{
  g_autoptr (E2e) e2e = e2e_new (N_TICKETS, N_CALLS);
  g_autoptr (E2eSeat) seat = e2e_seat_new (e2e, E2E_EVA);
  g_autoptr (WbHelpdesk) client = e2e_client (e2e, E2E_EVA);
  g_autoptr (GPtrArray) tickets = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (WbAccount) stored_account = NULL;
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  e2e_seat_sync (seat);
  db = wb_workspace_get_reader (seat->workspace);

  tickets = read_all (client, "tickets", NULL, NULL, (GDestroyNotify) wb_ticket_unref);
  g_assert_cmpuint (tickets->len, ==, N_TICKETS);
  for (guint i = 0; i < tickets->len; i++) {
    WbTicket *listed = g_ptr_array_index (tickets, i);
    g_autoptr (WbTicket) stored = wb_ticket_store_get (db, listed->id, &error);

    g_assert_no_error (error);
    g_assert_nonnull (stored);
    /* Lists leave the history and the customer's link out; the workspace may have them already. */
    stored->has_history = FALSE;
    g_ptr_array_set_size (stored->history, 0);
    g_clear_pointer (&stored->portal_url, g_free);
    assert_same_json (wb_wire_ticket_encode (stored), wb_wire_ticket_encode (listed));
  }

  calls = read_all (client, "activities", "status", "all", (GDestroyNotify) wb_activity_unref);
  g_assert_cmpuint (calls->len, ==, N_CALLS);
  for (guint i = 0; i < calls->len; i++) {
    WbActivity *listed = g_ptr_array_index (calls, i);
    g_autoptr (WbActivity) stored = wb_call_store_get (db, listed->id, &error);

    g_assert_no_error (error);
    g_assert_nonnull (stored);
    assert_same_json (wb_wire_activity_encode (stored), wb_wire_activity_encode (listed));
  }

  compare_catalogues (client, db);
  account = wb_helpdesk_get_account (client, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  stored_account = wb_account_store_get (db, &error);
  g_assert_no_error (error);
  assert_same_json (wb_wire_account_encode (stored_account), wb_wire_account_encode (account));
}

static void
test_round_completed_call_stands_in_the_api (void)
{
  g_autoptr (E2e) e2e = e2e_new (3, 3);
  g_autoptr (E2eSeat) seat = e2e_seat_new (e2e, E2E_EVA);
  g_autofree char *id = e2e_call_id (1);
  g_autoptr (WbActivity) call = NULL;
  g_autoptr (WbTicket) ticket = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_note = FALSE;

  e2e_seat_sync (seat);
  wb_action_take (seat->workspace, id, 0, &error);
  g_assert_no_error (error);
  e2e_advance (e2e, 5 * WB_MINUTE_MS);
  wb_action_complete (seat->workspace, id, WB_OUTCOME_EXCHANGE_AGREED, "Výměna za modré.",
                      E2E_NOW + 4 * WB_MINUTE_MS, &error);
  g_assert_no_error (error);
  e2e_seat_sync (seat);

  call = e2e_api_call (e2e, 1);
  g_assert_cmpstr (call->status, ==, "closed");
  g_assert_cmpstr (call->outcome, ==, "exchange_agreed");
  g_assert_cmpstr (call->note, ==, "Výměna za modré.");
  g_assert_cmpstr (call->closed_by, ==, e2e->user_ids[E2E_EVA]);
  g_assert_cmpint (call->called_at, ==, E2E_NOW + 4 * WB_MINUTE_MS);

  ticket = e2e_api_ticket (e2e, 1);
  for (guint i = 0; i < ticket->history->len; i++) {
    WbHistoryItem *item = g_ptr_array_index (ticket->history, i);

    has_note = has_note || (item->text && strstr (item->text, "Výměna za modré."));
  }
  g_assert_true (has_note);
  rows = e2e_seat_outbox (seat);
  g_assert_cmpuint (rows->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/round/everything-listed-is-stored", test_round_everything_listed_is_stored);
  g_test_add_func ("/e2e/round/completed-call-stands-in-the-api", test_round_completed_call_stands_in_the_api);

  return g_test_run ();
}
