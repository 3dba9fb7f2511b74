/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl call coupon: gives the customer of a call the offer configured for its ticket type, or
 * another amount. The server decides; an unknown outcome is settled by the same command again,
 * which finds the request that was stored first. */

#include "config.h"

#include "wb-cli.h"

#include "wb-cli-print.h"
#include "wb-offer-store.h"
#include "wb-staff-actions.h"
#include "wb-ticket-store.h"
#include "wb-time.h"
#include "wb-wire-coupon.h"

#include <glib/gi18n-lib.h>

/* What a coupon of a type without settings is asked for; the server has the last word. */
#define DEFAULT_VALIDITY_DAYS 30
#define PERCENT_DIGITS 2

/**
 * wb_cli_check_amount:
 * @text: an amount as it was written
 * @kind: fixed or percent
 * @currency: of a fixed one
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): it as the API writes it
 */
char *
wb_cli_check_amount (const char  *text,
                     const char  *kind,
                     const char  *currency,
                     GError     **error)
{
  g_autoptr (GError) cause = NULL;
  WbMoney money;
  gint64 scaled;

  if (g_str_equal (kind, WB_COUPON_KIND_PERCENT)) {
    if (wb_decimal_parse (text, PERCENT_DIGITS, &scaled, &cause))
      return g_strdup (text);
  } else if (wb_money_parse_api (text, currency, TRUE, &money, &cause)) {
    return wb_money_format_api (&money);
  }
  g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("“%s” is no amount in %s: %s"), text,
               currency, cause->message);
  return NULL;
}

/* The configured offer in the wanted currency, with another amount if one is given. */
static WbCouponRequest *
make_request (WbCli             *self,
              const WbActivity  *call,
              const WbTicket    *ticket,
              const WbOfferSet  *offers,
              GError           **error)
{
  const char *own = ticket->order_currency ? ticket->order_currency : "";
  const char *wanted = self->options.currency ? self->options.currency : own;
  g_autofree char *currency = g_ascii_strup (wanted, -1);
  const WbCouponAmount *row = offers ? wb_offer_set_find_amount (offers, currency) : NULL;
  const char *kind = row && row->kind ? row->kind : WB_COUPON_KIND_FIXED;
  const char *amount = self->options.amount ? self->options.amount : row ? row->amount : NULL;
  const char *minimum = row && row->min_order_value ? row->min_order_value : "0";
  g_autoptr (WbCouponRequest) request = wb_coupon_request_new ();

  if (*currency == '\0') {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("The ticket has no order to take the currency from; give --currency"));
    return NULL;
  }
  if (wb_currency_digits (currency) < 0) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE, _ ("“%s” is no currency"), currency);
    return NULL;
  }
  if (!amount) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("No coupon is configured in %s for this type; give --amount, or see "
                    "“winbackctl offers show”"),
                 currency);
    return NULL;
  }
  request->amount = wb_cli_check_amount (amount, kind, currency, error);
  if (!request->amount)
    return NULL;
  request->min_order_value = wb_cli_check_amount (minimum, WB_COUPON_KIND_FIXED, currency, error);
  if (!request->min_order_value)
    return NULL;
  request->currency = g_steal_pointer (&currency);
  request->kind = g_strdup (kind);
  request->validity_days = offers && offers->validity_days > 0 ? offers->validity_days
                                                               : DEFAULT_VALIDITY_DAYS;
  request->activity = g_strdup (call->id);
  return g_steal_pointer (&request);
}

/**
 * wb_cli_print_coupon:
 * @self: the program
 * @coupon: a coupon that was given
 */
void
wb_cli_print_coupon (WbCli          *self,
                     const WbCoupon *coupon)
{
  if (self->options.json) {
    g_autoptr (JsonNode) node = wb_wire_coupon_encode (coupon);

    wb_cli_print_json (node);
  } else if (coupon->code) {
    g_autofree char *until = wb_cli_format_time (coupon->expires_at, wb_cli_now (self), self->zone);

    g_print (_ ("Coupon %s: %s %s, valid until %s (%s)\n"), coupon->code, coupon->amount,
             g_str_equal (coupon->kind, WB_COUPON_KIND_PERCENT) ? "%" : coupon->currency, until,
             wb_cli_coupon_state (coupon->state));
  } else {
    g_print (_ ("The coupon is being made in the shop; the next sync brings its code.\n"));
  }
}

/**
 * wb_cli_give_coupon:
 * @self: the program, its workspace open
 * @seq: a stored coupon request
 * @error: return location for a #GError
 *
 * Sends a coupon request and shows the coupon. One that is not confirmed is a failure, for a script
 * must not take it for given.
 *
 * Returns: `TRUE` if the server has issued it
 */
gboolean
wb_cli_give_coupon (WbCli   *self,
                    gint64   seq,
                    GError **error)
{
  WbSync *sync = wb_cli_get_sync (self, error);
  g_autoptr (WbCoupon) coupon = NULL;
  GError *cause = NULL;

  if (!sync)
    return FALSE;
  coupon = wb_sync_give_coupon (sync, seq, NULL, &cause);
  if (coupon) {
    wb_cli_print_coupon (self, coupon);
    return TRUE;
  }
  if (wb_remote_error_is_passing (cause))
    g_prefix_error (&cause, _ ("Not confirmed yet, give the same command again: "));
  g_propagate_error (error, cause);
  return FALSE;
}

/**
 * wb_cli_call_coupon:
 * @self: the program
 * @args: the call
 * @error: return location for a #GError
 *
 * Gives a coupon on a call.
 *
 * Returns: `TRUE` if the server has issued it
 */
gboolean
wb_cli_call_coupon (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  g_autoptr (WbActivity) call = wb_cli_resolve_call (self, args[0], error);
  g_autoptr (WbTicket) ticket = NULL;
  g_autoptr (WbOfferSet) offers = NULL;
  g_autoptr (WbCouponRequest) request = NULL;
  GError *cause = NULL;
  gint64 seq = 0;

  if (!call)
    return FALSE;
  ticket = wb_ticket_store_get (self->db, call->ticket, &cause);
  if (ticket && ticket->type)
    offers = wb_offer_store_get (self->db, ticket->type, &cause);
  if (cause) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  if (!ticket) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("The call's ticket is not here yet; run “winbackctl sync”"));
    return FALSE;
  }
  request = make_request (self, call, ticket, offers, error);
  return request &&
         wb_action_request_coupon (self->workspace, ticket->id, request, &seq, error) &&
         wb_cli_give_coupon (self, seq, error);
}
