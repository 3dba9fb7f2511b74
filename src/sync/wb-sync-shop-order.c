/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What staff ask for at level 0, judged and stored: the same rules as the service has, but for the
 * account's caps and budgets, which a plain helpdesk does not know. The code is made here and
 * stored with the row, before any shop hears of it (design.md 7). */

#include "config.h"

#include "wb-sync-shops-private.h"

#include <glib/gi18n-lib.h>

#include "wb-coupon-code.h"
#include "wb-coupon-event.h"
#include "wb-coupon-store.h"
#include "wb-issue-store.h"
#include "wb-offer-set.h"
#include "wb-staff-actions.h"
#include "wb-ticket-store.h"
#include "wb-validity.h"

/* As in the offers' rules (reference/retino-api.md B.5). */
#define DAYS_MAX 365
/* As the service's codes begin. */
#define CODE_PREFIX "BACK"
#define PERCENT_DIGITS 2
#define PERCENT_MAX 10000

static gboolean
refuse (WbActionError code,
        GError       **error,
        const char    *format,
        ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (WbActionError   code,
        GError        **error,
        const char     *format,
        ...)
{
  va_list arguments;
  g_autofree char *words = NULL;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, WB_ACTION_ERROR, code, words);

  return FALSE;
}

static gboolean
takes (const WbShopConnection *connection,
       const char             *currency)
{
  return connection->caps && connection->caps->currencies &&
         g_strv_contains ((const char *const *) connection->caps->currencies, currency);
}

static gboolean
is_of_order (const WbShopConnection *connection,
             const WbTicket         *ticket)
{
  return ticket->order_store_id &&
         g_ascii_strcasecmp (ticket->order_store_id, connection->name) == 0;
}

/* The only shop that takes the currency; of several, the one the ticket's order came from. */
static WbShopConnection *
guess_connection (WbDb            *db,
                  const WbTicket  *ticket,
                  const char      *currency,
                  GError         **error)
{
  g_autoptr (GPtrArray) connections = wb_shop_connection_list (db, error);
  WbShopConnection *found = NULL;
  WbShopConnection *own = NULL;
  guint n_found = 0;

  if (!connections)
    return NULL;
  for (guint i = 0; i < connections->len; i++) {
    WbShopConnection *connection = g_ptr_array_index (connections, i);

    if (connection->is_paused || !takes (connection, currency))
      continue;
    n_found++;
    found = connection;
    if (is_of_order (connection, ticket))
      own = connection;
  }
  if (own || n_found == 1)
    return wb_shop_connection_ref (own ? own : found);
  if (n_found > 1)
    refuse (WB_ACTION_ERROR_INVALID, error,
            _ ("Several shops take coupons in %s; say which one"), currency);
  else if (connections->len == 0)
    refuse (WB_ACTION_ERROR_INVALID, error, _ ("No shop is connected yet"));
  else
    refuse (WB_ACTION_ERROR_INVALID, error, _ ("No connected shop takes coupons in %s"), currency);

  return NULL;
}

static WbShopConnection *
choose_connection (WbDb                 *db,
                   const WbTicket       *ticket,
                   const WbCouponOrder  *order,
                   GError              **error)
{
  g_autoptr (WbShopConnection) connection = NULL;
  GError *cause = NULL;

  if (!order->connection)
    return guess_connection (db, ticket, order->currency, error);
  connection = wb_shop_connection_get (db, order->connection, &cause);
  if (cause)
    g_propagate_error (error, cause);
  else if (!connection)
    refuse (WB_ACTION_ERROR_NOT_FOUND, error, _ ("This shop is not connected any more"));
  else if (connection->is_paused)
    refuse (WB_ACTION_ERROR_INVALID, error, _ ("The shop “%s” is paused"), connection->name);
  else if (!connection->caps)
    refuse (WB_ACTION_ERROR_INVALID, error, _ ("The shop “%s” has not answered yet"),
            connection->name);
  else if (!takes (connection, order->currency))
    refuse (WB_ACTION_ERROR_INVALID, error, _ ("The shop “%s” makes no coupons in %s"),
            connection->name, order->currency);
  else
    return g_steal_pointer (&connection);

  return NULL;
}

/* In the API's own form; NULL with words. */
static char *
judge_value (const WbCouponOrder     *order,
             const WbShopConnection  *connection,
             GError                 **error)
{
  gboolean is_percent = g_strcmp0 (order->kind, WB_COUPON_KIND_PERCENT) == 0;
  gint64 hundredths = 0;
  WbMoney money = WB_MONEY_NONE;
  g_autoptr (GError) cause = NULL;

  if (is_percent ? !connection->caps->percent : !connection->caps->fixed) {
    refuse (WB_ACTION_ERROR_INVALID, error,
            is_percent ? _ ("The shop “%s” makes no coupons in percent")
                       : _ ("The shop “%s” makes no coupons of a fixed amount"), connection->name);
    return NULL;
  }
  if (is_percent) {
    if (wb_decimal_parse (order->amount, PERCENT_DIGITS, &hundredths, &cause) && hundredths > 0 &&
        hundredths <= PERCENT_MAX)
      return g_strdup (order->amount);
    refuse (WB_ACTION_ERROR_INVALID, error,
            _ ("“%s” is no percentage; give more than 0 and at most 100, with two digits at most"),
            order->amount);
    return NULL;
  }
  if (wb_money_parse_api (order->amount, order->currency, TRUE, &money, &cause) && money.minor > 0)
    return wb_money_format_api (&money);
  refuse (WB_ACTION_ERROR_INVALID, error, _ ("“%s” is no amount in %s"), order->amount,
          order->currency);

  return NULL;
}

/* *minimum_out NULL = none. */
static gboolean
judge_minimum (const WbCouponOrder     *order,
               const WbShopConnection  *connection,
               char                   **minimum_out,
               GError                 **error)
{
  WbMoney money = WB_MONEY_NONE;

  *minimum_out = NULL;
  if (!order->min_order_value)
    return TRUE;
  if (!wb_money_parse_api (order->min_order_value, order->currency, TRUE, &money, NULL) ||
      money.minor < 0)
    return refuse (WB_ACTION_ERROR_INVALID, error, _ ("“%s” is no amount in %s"),
                   order->min_order_value, order->currency);
  if (money.minor > 0 && !connection->caps->minimum)
    return refuse (WB_ACTION_ERROR_INVALID, error,
                   _ ("The shop “%s” cannot ask for a least order"), connection->name);
  *minimum_out = wb_money_format_api (&money);

  return TRUE;
}

static gboolean
judge_days (const WbCouponOrder     *order,
            const WbShopConnection  *connection,
            GError                 **error)
{
  if (order->validity_days < 1 || order->validity_days > DAYS_MAX)
    return refuse (WB_ACTION_ERROR_INVALID, error,
                   _ ("A coupon is valid for 1 to %d days"), DAYS_MAX);
  if (!connection->caps->expiry)
    return refuse (WB_ACTION_ERROR_INVALID, error, _ ("The shop “%s” cannot let coupons end"),
                   connection->name);

  return TRUE;
}

static GTimeZone *
get_zone (const WbShopConnection *connection)
{
  const char *name = connection->caps ? connection->caps->time_zone : NULL;
  GTimeZone *zone = name ? g_time_zone_new_identifier (name) : NULL;

  return zone ? zone : g_time_zone_new_local ();
}

static gint64
reckon_end (const WbShopConnection *connection,
            gint64                  now,
            int                     days)
{
  g_autoptr (GTimeZone) zone = get_zone (connection);

  return wb_validity_expires_at (wb_validity_last_day (now, days, zone), zone);
}

static WbCoupon *
make_coupon (WbSync                  *self,
             const WbTicket          *ticket,
             const WbCouponOrder     *order,
             const WbShopConnection  *connection,
             GError                 **error)
{
  g_autoptr (WbCoupon) coupon = wb_coupon_new ();
  gint64 now = wb_sync_server_now (self);

  coupon->amount = judge_value (order, connection, error);
  if (!coupon->amount || !judge_minimum (order, connection, &coupon->min_order_value, error) ||
      !judge_days (order, connection, error))
    return NULL;
  coupon->id = wb_random_uuid (wb_workspace_get_random (self->workspace));
  coupon->ticket = g_strdup (ticket->id);
  coupon->ticket_code = g_strdup (ticket->code);
  coupon->ticket_type = g_strdup (ticket->type);
  coupon->store = g_strdup (connection->id);
  coupon->platform = g_strdup (connection->platform);
  /* A plain helpdesk's token is one for all of the shop's staff: who it is, this computer knows. */
  coupon->issued_by = g_strdup (g_get_user_name ());
  coupon->kind = g_strdup (order->kind);
  coupon->currency = g_strdup (order->currency);
  coupon->state = g_strdup (WB_COUPON_PENDING);
  coupon->created_at = now;
  coupon->updated_at = now;
  coupon->expires_at = reckon_end (connection, now, order->validity_days);
  coupon->version = 1;

  return g_steal_pointer (&coupon);
}

/* The ticket's live coupon, which the new one would replace; of several, as when the order of an
 * earlier one was cancelled, the newest: it is what the ticket shows, and the others go with it.
 * FALSE = it stands in the way. */
static gboolean
find_replaced (WbDb                 *db,
               const WbCouponOrder  *order,
               char                **replaces_out,
               GError              **error)
{
  g_autoptr (GPtrArray) coupons = wb_coupon_store_for_ticket (db, order->ticket, error);

  *replaces_out = NULL;
  if (!coupons)
    return FALSE;
  for (guint i = 0; i < coupons->len; i++) {
    const WbCoupon *coupon = g_ptr_array_index (coupons, i);

    if (g_str_equal (coupon->state, WB_COUPON_PENDING))
      return refuse (WB_ACTION_ERROR_EXISTS, error,
                     _ ("A coupon for this ticket is being made already"));
    if (!g_str_equal (coupon->state, WB_COUPON_ACTIVE))
      continue;
    if (!order->replace)
      return refuse (WB_ACTION_ERROR_EXISTS, error,
                     _ ("This ticket has the coupon %s already; replace it, or leave it"),
                     coupon->code);
    if (!*replaces_out)
      *replaces_out = g_strdup (coupon->id);
  }

  return TRUE;
}

static gboolean
store_issue (WbSync          *self,
             WbDb            *db,
             const WbCoupon  *coupon,
             const char      *replaces,
             GError         **error)
{
  g_autoptr (WbIssueRow) row = wb_issue_row_new ();

  row->coupon = g_strdup (coupon->id);
  row->connection = g_strdup (coupon->store);
  row->code = wb_coupon_code_new (CODE_PREFIX, wb_workspace_get_random (self->workspace));
  row->replaces = g_strdup (replaces);
  row->step = WB_ISSUE_PREPARED;

  return wb_issue_store_add (db, coupon, row, g_get_user_name (), error);
}

static WbTicket *
get_ticket (WbDb        *db,
            const char  *id,
            GError     **error)
{
  GError *cause = NULL;
  WbTicket *ticket = wb_ticket_store_get (db, id, &cause);

  if (cause)
    g_propagate_error (error, cause);
  else if (!ticket)
    refuse (WB_ACTION_ERROR_NOT_FOUND, error, _ ("This ticket is not here (any more)"));

  return ticket;
}

/* Within the open transaction. */
static WbCoupon *
place (WbSync               *self,
       WbDb                 *db,
       const WbCouponOrder  *order,
       GError              **error)
{
  g_autoptr (WbTicket) ticket = get_ticket (db, order->ticket, error);
  g_autoptr (WbShopConnection) connection = NULL;
  g_autoptr (WbCoupon) coupon = NULL;
  g_autofree char *replaces = NULL;

  if (!ticket || !find_replaced (db, order, &replaces, error))
    return NULL;
  connection = choose_connection (db, ticket, order, error);
  coupon = connection ? make_coupon (self, ticket, order, connection, error) : NULL;

  return coupon && store_issue (self, db, coupon, replaces, error) ? g_steal_pointer (&coupon)
                                                                    : NULL;
}

WbCoupon *
wb_sync_shop_place_order (WbSync               *self,
                          const WbCouponOrder  *order,
                          GError              **error)
{
  g_autoptr (WbCoupon) coupon = NULL;
  WbDb *db = wb_sync_begin (self, error);

  if (!db)
    return NULL;
  coupon = place (self, db, order, error);

  return wb_sync_end (self, coupon != NULL, WB_TABLE_COUPONS, error) ? g_steal_pointer (&coupon)
                                                                      : NULL;
}

/* When it was asked for, or, if it was tried again, when that was last. */
static gboolean
find_last_asked (WbDb            *db,
                 const WbCoupon  *coupon,
                 gint64          *at_out,
                 GError         **error)
{
  g_autoptr (GPtrArray) story = wb_coupon_story_list (db, coupon->id, error);

  *at_out = coupon->created_at;
  for (guint i = 0; story && i < story->len; i++) {
    const WbCouponEvent *event = g_ptr_array_index (story, i);

    if (g_str_equal (event->kind, WB_COUPON_EVENT_RETRIED))
      *at_out = MAX (*at_out, event->at);
  }

  return story != NULL;
}

/* A failed one goes back to where it began, with another code: the old one may be somebody else's,
 * and what the issuer gave up on is not in the shop. Its value stays, and its days are counted anew
 * (design.md 4). */
static gboolean
begin_again (WbSync    *self,
             WbDb      *db,
             WbCoupon  *coupon,
             GError   **error)
{
  g_autoptr (WbShopConnection) connection = NULL;
  GError *cause = NULL;
  gint64 asked_at = 0;

  if (!g_str_equal (coupon->state, WB_COUPON_FAILED)) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT,
                         g_str_equal (coupon->state, WB_COUPON_PENDING)
                         ? _ ("This coupon is being made already")
                         : _ ("Only a coupon that failed can be tried again"));
    return FALSE;
  }
  connection = coupon->store ? wb_shop_connection_get (db, coupon->store, &cause) : NULL;
  if (cause) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  if (!connection || connection->is_paused)
    return refuse (WB_ACTION_ERROR_INVALID, error,
                   connection ? _ ("The shop “%s” is paused")
                              : _ ("The shop of this coupon is not connected any more"),
                   connection ? connection->name : "");
  if (!find_last_asked (db, coupon, &asked_at, error))
    return FALSE;
  if (coupon->expires_at != WB_TIME_NONE) {
    g_autoptr (GTimeZone) zone = get_zone (connection);

    coupon->expires_at = wb_validity_anew (coupon->expires_at, asked_at,
                                           wb_sync_server_now (self), zone);
  }
  g_free (coupon->state);
  coupon->state = g_strdup (WB_COUPON_PENDING);
  g_clear_pointer (&coupon->code, g_free);
  g_clear_pointer (&coupon->remote_id, g_free);
  g_clear_pointer (&coupon->error_code, g_free);
  g_clear_pointer (&coupon->error_message, g_free);
  coupon->updated_at = wb_sync_server_now (self);
  coupon->version++;

  return store_issue (self, db, coupon, NULL, error);
}

WbCoupon *
wb_sync_shop_place_again (WbSync      *self,
                          const char  *coupon_id,
                          GError     **error)
{
  g_autoptr (WbCoupon) coupon = NULL;
  GError *cause = NULL;
  gboolean ok = FALSE;
  WbDb *db = wb_sync_begin (self, error);

  if (!db)
    return NULL;
  coupon = wb_coupon_store_get (db, coupon_id, &cause);
  if (cause)
    g_propagate_error (error, cause);
  else if (!coupon)
    refuse (WB_ACTION_ERROR_NOT_FOUND, error, _ ("This coupon is not here (any more)"));
  else
    ok = begin_again (self, db, coupon, error);

  return wb_sync_end (self, ok, WB_TABLE_COUPONS, error) ? g_steal_pointer (&coupon) : NULL;
}
