/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl coupon issue: a coupon for a ticket, by staff. At level 1 the service judges and makes
 * it; at level 0 it is made in the shop from here, with the same guarantees. */

#include "config.h"

#include "wb-cli.h"

#include "wb-offer-set.h"
#include "wb-shop-connection.h"
#include "wb-staff-actions.h"
#include "wb-sync-shops.h"
#include "wb-ticket-store.h"

#include <glib/gi18n-lib.h>

/* As long as the service waits for a shop itself (design.md 5). */
#define WAIT_SECS 20

static gboolean
refuse_usage (GError     **error,
              const char  *words)
{
  g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE, words);

  return FALSE;
}

/* Kind and amount, from either option. */
static gboolean
check_value (WbCli       *self,
             const char  *currency,
             const char **kind_out,
             const char **amount_out,
             GError     **error)
{
  const char *amount = self->options.amount;
  const char *percent = self->options.percent;

  if (!amount == !percent)
    return refuse_usage (error, _ ("Give --amount or --percent"));
  if (wb_currency_digits (currency) < 0) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE, _ ("“%s” is no currency"), currency);
    return FALSE;
  }
  *kind_out = percent ? WB_COUPON_KIND_PERCENT : WB_COUPON_KIND_FIXED;
  *amount_out = percent ? percent : amount;

  return TRUE;
}

static gboolean
read_days (const char  *text,
           int         *days_out,
           GError     **error)
{
  gint64 days = 0;

  if (!g_ascii_string_to_signed (text, 10, 1, 365, &days, NULL))
    return refuse_usage (error, _ ("Give --days as a number from 1 to 365"));
  *days_out = (int) days;

  return TRUE;
}

/* By its code, as people know it, or its id. */
static WbTicket *
resolve_ticket (WbCli       *self,
                const char  *text,
                GError     **error)
{
  GError *cause = NULL;
  WbTicket *ticket = wb_ticket_store_find_code (self->db, text, &cause);

  if (!ticket && !cause)
    ticket = wb_ticket_store_get (self->db, text, &cause);
  if (cause)
    g_propagate_error (error, cause);
  else if (!ticket)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("There is no ticket “%s” here; run “winbackctl sync” if it is new"), text);

  return ticket;
}

/**
 * wb_cli_print_given:
 * @self: the program
 * @coupon: as it is after waiting for it
 * @error: return location for a #GError
 *
 * Shows a coupon that was asked for. One that is not certain is a failure, for a script must not
 * take it for given.
 *
 * Returns: `TRUE` if the shop has it
 */
gboolean
wb_cli_print_given (WbCli           *self,
                    const WbCoupon  *coupon,
                    GError         **error)
{
  if (g_strcmp0 (coupon->state, WB_COUPON_FAILED) == 0) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("The coupon was not made: %s"),
                 coupon->error_message ? coupon->error_message : _ ("the shop gave no reason"));
    return FALSE;
  }
  if (g_strcmp0 (coupon->state, WB_COUPON_PENDING) == 0) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("The shop has not confirmed the coupon yet. It goes on by itself with the next "
                    "sync; do not ask for another. See “winbackctl coupon show %s”"),
                 coupon->ticket_code);
    return FALSE;
  }
  wb_cli_print_coupon (self, coupon);

  return TRUE;
}

static gboolean
issue_plain (WbCli                  *self,
             const WbTicket         *ticket,
             const WbCouponRequest  *request,
             GError                **error)
{
  g_autoptr (WbCouponOrder) order = wb_coupon_order_new ();
  g_autoptr (WbShopConnection) shop = NULL;
  g_autoptr (WbCoupon) coupon = NULL;
  WbSync *sync = NULL;

  if (self->options.shop) {
    shop = wb_cli_resolve_shop (self, self->options.shop, error);
    if (!shop)
      return FALSE;
  }
  order->ticket = g_strdup (ticket->id);
  order->connection = shop ? g_strdup (shop->id) : NULL;
  order->kind = g_strdup (request->kind);
  order->amount = g_strdup (request->amount);
  order->currency = g_strdup (request->currency);
  order->min_order_value = g_strdup (self->options.min_order);
  order->validity_days = request->validity_days;
  order->replace = request->replace;
  sync = wb_cli_get_sync (self, error);
  coupon = sync ? wb_sync_issue_coupon (sync, order, WAIT_SECS, NULL, error) : NULL;

  return coupon && wb_cli_print_given (self, coupon, error);
}

static gboolean
issue_full (WbCli                  *self,
            const WbTicket         *ticket,
            const WbCouponRequest  *request,
            GError                **error)
{
  gint64 seq = 0;

  if (self->options.shop)
    return refuse_usage (error, _ ("The service chooses the shop by the ticket's order; "
                                   "leave --shop out"));

  return wb_action_request_coupon (self->workspace, ticket->id, request, &seq, error) &&
         wb_cli_give_coupon (self, seq, error);
}

/**
 * wb_cli_coupon_issue:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Gives a coupon for a ticket.
 *
 * Returns: `TRUE` if the shop has it
 */
gboolean
wb_cli_coupon_issue (WbCli   *self,
                     GStrv    args,
                     GError **error)
{
  g_autoptr (WbCouponRequest) request = wb_coupon_request_new ();
  g_autofree char *currency = g_ascii_strup (self->options.currency, -1);
  g_autoptr (WbTicket) ticket = NULL;
  const char *minimum = self->options.min_order ? self->options.min_order : "0";
  const char *kind = NULL;
  const char *amount = NULL;

  if (!check_value (self, currency, &kind, &amount, error) ||
      !read_days (self->options.days, &request->validity_days, error))
    return FALSE;
  ticket = resolve_ticket (self, self->options.ticket, error);
  if (!ticket)
    return FALSE;
  request->kind = g_strdup (kind);
  request->amount = wb_cli_check_amount (amount, kind, currency, error);
  if (!request->amount)
    return FALSE;
  request->min_order_value = wb_cli_check_amount (minimum, WB_COUPON_KIND_FIXED, currency, error);
  if (!request->min_order_value)
    return FALSE;
  request->currency = g_steal_pointer (&currency);
  request->replace = self->options.replace;

  return wb_cli_is_plain (self) ? issue_plain (self, ticket, request, error)
                                : issue_full (self, ticket, request, error);
}
