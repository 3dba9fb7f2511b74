/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl coupons, winbackctl coupon show|disable|retry: what became of the coupons that were
 * given. */

#include "config.h"

#include "wb-cli.h"

#include "wb-account-store.h"
#include "wb-cli-print.h"
#include "wb-coupon-list.h"
#include "wb-coupon-store.h"
#include "wb-issue-store.h"
#include "wb-offer-set.h"
#include "wb-sync-shops.h"
#include "wb-ticket-store.h"
#include "wb-time.h"
#include "wb-wire-coupon-event.h"
#include "wb-wire-coupon.h"

#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* More are no list for people any more. */
#define ROWS_FOR_PEOPLE 1000

static const struct
{
  const char *state;
  const char *words;
} states[] = {
  { WB_COUPON_PENDING, NC_ ("a coupon", "being made") },
  { WB_COUPON_ACTIVE, NC_ ("a coupon", "active") },
  { WB_COUPON_USED, NC_ ("a coupon", "used") },
  { WB_COUPON_EXPIRED, NC_ ("a coupon", "expired") },
  { WB_COUPON_FAILED, NC_ ("a coupon", "failed") },
  { WB_COUPON_DISABLED, NC_ ("a coupon", "disabled") },
};

/**
 * wb_cli_coupon_state:
 * @state: a coupon's state as the API has it
 *
 * Returns: (transfer none): in words; an unknown one as it came
 */
const char *
wb_cli_coupon_state (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    if (g_strcmp0 (states[i].state, state) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, "a coupon", states[i].words);
  }

  return state;
}

static gboolean
check_state (const char  *state,
             GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    if (!state || g_str_equal (states[i].state, state))
      return TRUE;
  }
  g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
               _ ("“%s” is no state; there are pending, active, used, expired, failed and "
                  "disabled"),
               state);

  return FALSE;
}

static char *
describe_value (const WbCoupon *coupon)
{
  return wb_amount_for_people (coupon->amount, coupon->currency,
                               g_strcmp0 (coupon->kind, WB_COUPON_KIND_PERCENT) == 0, NULL);
}

static char *
describe_minimum (const WbCoupon *coupon)
{
  gint64 value = 0;

  if (!coupon->min_order_value ||
      (wb_decimal_parse (coupon->min_order_value, 4, &value, NULL) && value == 0))
    return g_strdup ("–");

  return wb_amount_for_people (coupon->min_order_value, coupon->currency, FALSE, NULL);
}

static char *
describe_revenue (const WbCoupon *coupon)
{
  const char *currency = coupon->revenue_currency ? coupon->revenue_currency : coupon->currency;

  return coupon->revenue ? wb_amount_for_people (coupon->revenue, currency, FALSE, NULL)
                         : g_strdup ("–");
}

/* A shop's name; the ids of both levels are ids of stores. */
static const char *
name_shop (GPtrArray  *stores,
           const char *id)
{
  for (guint i = 0; id && i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);

    if (g_str_equal (store->id, id))
      return store->name ? store->name : store->store_id;
  }

  return id ? _ ("no longer connected") : "–";
}

static void
add_row (WbCli             *self,
         WbCliTable        *table,
         GPtrArray         *stores,
         const WbCouponRow *row)
{
  const WbCoupon *coupon = row->coupon;
  g_autofree char *value = describe_value (coupon);
  g_autofree char *minimum = describe_minimum (coupon);
  g_autofree char *revenue = describe_revenue (coupon);
  g_autofree char *expires = wb_cli_format_time (coupon->expires_at, wb_cli_now (self), self->zone);
  const char *const cells[] = {
    coupon->code ? coupon->code : "–", wb_cli_coupon_state (coupon->state), value, minimum, expires,
    coupon->ticket_code, row->customer, name_shop (stores, coupon->store),
    coupon->used_order_code ? coupon->used_order_code : "–", revenue,
  };

  wb_cli_table_add (table, cells);
}

static gboolean
print_table (WbCli     *self,
             GArray    *rows,
             gboolean   has_more,
             GError   **error)
{
  g_autoptr (GPtrArray) stores = wb_merchant_store_list (self->db, error);
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Code"), _ ("State"), _ ("Value"),
                                                   _ ("From an order of"), _ ("Valid until"),
                                                   _ ("Ticket"), _ ("Customer"), _ ("Shop"),
                                                   _ ("Order"), _ ("Brought"), NULL);

  if (!stores)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (WbCouponRow) row = wb_coupon_store_get_row (self->db,
                                                           g_array_index (rows, gint64, i), error);

    if (!row)
      return FALSE;
    add_row (self, table, stores, row);
  }
  if (rows->len == 0)
    g_print (_ ("No coupons.\n"));
  else
    wb_cli_table_print (table);
  if (has_more)
    g_print (_ ("There are more; narrow them with --search or --state, or take all with --csv.\n"));

  return TRUE;
}

/* One object after the other: a million of them are never held at once. */
static gboolean
print_json_rows (WbCli   *self,
                 GArray  *rows,
                 GError **error)
{
  fputs ("[", stdout);
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (WbCouponRow) row = wb_coupon_store_get_row (self->db,
                                                           g_array_index (rows, gint64, i), error);
    g_autoptr (JsonNode) node = row ? wb_wire_coupon_encode (row->coupon) : NULL;
    g_autofree char *text = node ? json_to_string (node, FALSE) : NULL;

    if (!text)
      return FALSE;
    printf ("%s\n  %s", i > 0 ? "," : "", text);
  }
  fputs ("\n]\n", stdout);

  return TRUE;
}

static gboolean
write_csv (WbCli                *self,
           const WbCouponQuery  *query,
           GError              **error)
{
  g_autoptr (GOutputStream) plain = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  g_autoptr (GOutputStream) out = g_buffered_output_stream_new_sized (plain, 64 * 1024);

  fflush (stdout);

  return wb_coupon_store_export (self->db, query, self->zone, out, NULL, NULL, NULL, error) &&
         g_output_stream_flush (out, NULL, error);
}

/**
 * wb_cli_coupons:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Lists the coupons, newest first; with `--csv` all of them, streamed.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_coupons (WbCli   *self,
                GStrv    args,
                GError **error)
{
  gboolean all = self->options.json;
  WbCouponQuery query = { .state = self->options.state, .typed = self->options.search,
                          .currency = NULL, .created_from = WB_TIME_NONE,
                          .created_to = WB_TIME_NONE, .limit = all ? 0 : ROWS_FOR_PEOPLE + 1 };
  g_autofree char *currency = self->options.currency ? g_ascii_strup (self->options.currency, -1)
                                                     : NULL;
  g_autofree char *type = NULL;
  g_autoptr (GArray) rows = NULL;
  gboolean has_more = FALSE;

  if (!check_state (self->options.state, error))
    return FALSE;
  if (self->options.csv && self->options.json) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE, _ ("Give --csv or --json"));
    return FALSE;
  }
  if (self->options.type) {
    type = wb_cli_resolve_type (self, self->options.type, error);
    if (!type)
      return FALSE;
  }
  query.type = type;
  query.currency = currency;
  if (self->options.csv) {
    query.limit = 0;
    return write_csv (self, &query, error);
  }
  rows = wb_coupon_store_list (self->db, &query, error);
  if (!rows)
    return FALSE;
  has_more = !all && rows->len > ROWS_FOR_PEOPLE;
  if (has_more)
    g_array_set_size (rows, ROWS_FOR_PEOPLE);

  return all ? print_json_rows (self, rows, error) : print_table (self, rows, has_more, error);
}

static gboolean
is_meant (const WbCoupon *coupon,
          const char     *text)
{
  return (coupon->code && g_ascii_strcasecmp (coupon->code, text) == 0) ||
         g_strcmp0 (coupon->ticket_code, text) == 0;
}

/* Newest first, so that a ticket's code means its newest coupon. */
static WbCoupon *
search_coupon (WbCli       *self,
               const char  *text,
               GError     **error)
{
  WbCouponQuery query = { .typed = text, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE };
  g_autoptr (GArray) rows = wb_coupon_store_list (self->db, &query, error);

  for (guint i = 0; rows && i < rows->len; i++) {
    g_autoptr (WbCouponRow) row = wb_coupon_store_get_row (self->db,
                                                           g_array_index (rows, gint64, i), error);

    if (!row)
      return NULL;
    if (is_meant (row->coupon, text))
      return wb_coupon_ref (row->coupon);
  }

  return NULL;
}

/**
 * wb_cli_resolve_coupon:
 * @self: the program
 * @text: a coupon's code in any case, its id, or the code of its ticket
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the coupon; of a ticket with several, the newest
 */
WbCoupon *
wb_cli_resolve_coupon (WbCli       *self,
                       const char  *text,
                       GError     **error)
{
  GError *cause = NULL;
  WbCoupon *coupon = wb_coupon_store_get (self->db, text, &cause);

  if (!coupon && !cause)
    coupon = search_coupon (self, text, &cause);
  if (cause)
    g_propagate_error (error, cause);
  else if (!coupon)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("There is no coupon “%s” here; run “winbackctl sync” if it is new"), text);

  return coupon;
}

static void
add_fact (WbCliTable *table,
          const char *name,
          const char *value)
{
  const char *const cells[] = { name, value ? value : "–" };

  wb_cli_table_add (table, cells);
}

static void
add_facts (WbCli          *self,
           WbCliTable     *table,
           GPtrArray      *stores,
           const WbCoupon *coupon)
{
  gint64 now = wb_cli_now (self);
  g_autofree char *value = describe_value (coupon);
  g_autofree char *minimum = describe_minimum (coupon);
  g_autofree char *revenue = describe_revenue (coupon);
  g_autofree char *given = wb_cli_format_time (coupon->created_at, now, self->zone);
  g_autofree char *expires = wb_cli_format_time (coupon->expires_at, now, self->zone);
  g_autofree char *used = wb_cli_format_time (coupon->used_at, now, self->zone);

  add_fact (table, _ ("State"), wb_cli_coupon_state (coupon->state));
  if (coupon->error_message)
    add_fact (table, _ ("Because"), coupon->error_message);
  add_fact (table, _ ("Value"), value);
  add_fact (table, _ ("From an order of"), minimum);
  add_fact (table, _ ("Given"), given);
  add_fact (table, _ ("Given by"),
            coupon->issued_by ? wb_cli_user_name (self, coupon->issued_by) : _ ("the customer"));
  add_fact (table, _ ("Valid until"), expires);
  add_fact (table, _ ("Ticket"), coupon->ticket_code);
  add_fact (table, _ ("Type"), wb_cli_type_name (self, coupon->ticket_type));
  add_fact (table, _ ("Shop"), name_shop (stores, coupon->store));
  if (coupon->used_at == WB_TIME_NONE)
    return;
  add_fact (table, _ ("Used"), used);
  add_fact (table, _ ("Order"), coupon->used_order_code);
  add_fact (table, _ ("Brought"), revenue);
}

static gboolean
print_story (WbCli     *self,
             GPtrArray *events)
{
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("When"), _ ("Who"), _ ("What"), NULL);

  for (guint i = 0; i < events->len; i++) {
    const WbCouponEvent *event = g_ptr_array_index (events, i);
    g_autofree char *when = wb_cli_format_time (event->at, wb_cli_now (self), self->zone);
    g_autofree char *words = wb_coupon_event_words (event);
    const char *const cells[] = { when, event->by ? wb_cli_user_name (self, event->by) : "–",
                                  words };

    wb_cli_table_add (table, cells);
  }
  if (events->len > 0)
    wb_cli_table_print (table);

  return TRUE;
}

static gboolean
print_for_people (WbCli           *self,
                  const WbCoupon  *coupon,
                  GPtrArray       *events,
                  GError         **error)
{
  g_autoptr (GPtrArray) stores = wb_merchant_store_list (self->db, error);
  g_autoptr (WbCliTable) table = NULL;

  if (!stores)
    return FALSE;
  table = wb_cli_table_new (_ ("Coupon"), coupon->code ? coupon->code : "–", NULL);
  add_facts (self, table, stores, coupon);
  wb_cli_table_print (table);
  g_print ("\n");

  return print_story (self, events);
}

/* The service's story is fetched; without it, what is known here is shown all the same. */
static void
fetch_story (WbCli      *self,
             const char *coupon_id)
{
  g_autoptr (GError) cause = NULL;
  WbSync *sync = NULL;

  if (wb_cli_is_plain (self))
    return;
  sync = wb_cli_get_sync (self, &cause);
  if (sync)
    wb_sync_fetch_coupon_story (sync, coupon_id, NULL, &cause);
  if (cause && !self->options.json)
    g_print (_ ("What happened to it lately could not be asked: %s\n"), cause->message);
}

/**
 * wb_cli_coupon_show:
 * @self: the program
 * @args: the coupon
 * @error: return location for a #GError
 *
 * Shows a coupon with its whole story.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_coupon_show (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  g_autoptr (WbCoupon) coupon = wb_cli_resolve_coupon (self, args[0], error);
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array = NULL;

  if (!coupon)
    return FALSE;
  fetch_story (self, coupon->id);
  events = wb_coupon_story_list (self->db, coupon->id, error);
  if (!events)
    return FALSE;
  if (!self->options.json)
    return print_for_people (self, coupon, events, error);

  node = wb_wire_coupon_encode (coupon);
  array = json_array_sized_new (events->len);
  for (guint i = 0; i < events->len; i++)
    json_array_add_element (array,
                            wb_wire_coupon_event_encode (g_ptr_array_index (events, i)));
  json_object_set_array_member (json_node_get_object (node), "events", array);
  wb_cli_print_json (node);

  return TRUE;
}

static WbCoupon *
do_coupon (WbCli         *self,
           const char    *text,
           WbCouponDeed   deed,
           GError       **error)
{
  g_autoptr (WbCoupon) coupon = wb_cli_resolve_coupon (self, text, error);
  WbSync *sync = coupon ? wb_cli_get_sync (self, error) : NULL;

  return sync ? wb_sync_do_coupon (sync, coupon->id, deed, NULL, error) : NULL;
}

/**
 * wb_cli_coupon_disable:
 * @self: the program
 * @args: the coupon
 * @error: return location for a #GError
 *
 * Takes a coupon out of use, in its shop.
 *
 * Returns: `TRUE` if it cannot be spent any more
 */
gboolean
wb_cli_coupon_disable (WbCli   *self,
                       GStrv    args,
                       GError **error)
{
  g_autoptr (WbCoupon) coupon = do_coupon (self, args[0], WB_COUPON_DEED_DISABLE, error);

  if (!coupon)
    return FALSE;
  if (self->options.json) {
    g_autoptr (JsonNode) node = wb_wire_coupon_encode (coupon);

    wb_cli_print_json (node);
  } else {
    g_print (_ ("Coupon %s cannot be used any more.\n"), coupon->code ? coupon->code : args[0]);
  }

  return TRUE;
}

/**
 * wb_cli_coupon_retry:
 * @self: the program
 * @args: the coupon
 * @error: return location for a #GError
 *
 * Has a failed coupon made again.
 *
 * Returns: `TRUE` if it is made now
 */
gboolean
wb_cli_coupon_retry (WbCli   *self,
                     GStrv    args,
                     GError **error)
{
  g_autoptr (WbCoupon) coupon = do_coupon (self, args[0], WB_COUPON_DEED_RETRY, error);

  return coupon && wb_cli_print_given (self, coupon, error);
}
