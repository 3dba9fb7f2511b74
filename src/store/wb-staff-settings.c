/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What staff do with settings, tickets and coupons; see wb-staff-actions.h. */

#include "config.h"

#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-offer-store.h"
#include "wb-phone.h"
#include "wb-staff-private.h"
#include "wb-ticket-store.h"
#include "wb-wire-offer-set.h"

static gboolean
find_banner (const char *banner_id,
             gboolean   *archived_out,
             gpointer    data)
{
  const WbStaffAction *action = data;
  g_autoptr (WbBanner) banner = wb_banner_store_get (action->db, banner_id, NULL);

  *archived_out = banner && banner->archived;

  return banner != NULL;
}

/* All problems are shown by the page; here the first one is enough to refuse. Banners are judged
 * where the server has any. */
gboolean
wb_staff_check_offers (WbStaffAction     *action,
                       const WbOfferSet  *set,
                       GError           **error)
{
  g_autoptr (GPtrArray) stores = wb_merchant_store_list (action->db, error);
  g_autoptr (GPtrArray) problems = NULL;
  WbOfferContext context = { 0 };

  if (!stores)
    return FALSE;
  context.stores = stores;
  context.default_language = action->account->default_language;
  context.keep_unknown_kinds = TRUE;
  if (wb_account_has_feature (action->account, WB_FEATURE_BANNERS)) {
    context.banner_exists = find_banner;
    context.banner_data = action;
  }
  problems = wb_offer_set_validate (set, &context);
  if (problems->len > 0) {
    const WbProblem *problem = g_ptr_array_index (problems, 0);

    return wb_staff_refuse (WB_ACTION_ERROR_INVALID, problem->message, error);
  }

  return TRUE;
}

static gboolean
save_offers (WbStaffAction     *action,
             const WbOfferSet  *set,
             const WbOfferSet  *base,
             GError           **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbOfferSet) shown = wb_offer_store_get (action->db, set->type, &problem);
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) base_node = NULL;

  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!shown)
    return wb_staff_refuse (WB_ACTION_ERROR_NOT_FOUND, _ ("There is no such ticket type here"),
                            error);
  /* The server would refuse it (reference/retino-api.md B.2). */
  if (!action->account->remarketing_active)
    return wb_staff_refuse (WB_ACTION_ERROR_NOT_OFFERED,
                            _ ("Remarketing is not active; activate it first"), error);
  if (!wb_staff_check_offers (action, set, error) ||
      !wb_offer_store_drop_draft (action->db, set->type, error))
    return FALSE;
  if (wb_offer_set_equal_tools (shown, set))
    return TRUE;
  body = wb_wire_offer_set_encode (set);
  base_node = base ? wb_wire_offer_set_encode (base) : NULL;

  return wb_staff_send (action, WB_OP_SETTINGS, "settings", set->type, base ? base->version : 0,
                        body, base_node, NULL, error);
}

/**
 * wb_action_save_offers:
 * @ws: a workspace in which this thread has not begun
 * @set: what is to hold from now on
 * @base: (nullable): the set the edit started from; `NULL` = the type was not configured
 *
 * Saves the settings of a type; its draft is gone then. Nothing is sent when nothing differs from
 * what is shown. Whether this person may is the server's to say.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _INVALID (a rule of
 *   reference/retino-api.md B.5; the message is the first problem's), _NOT_OFFERED or a
 *   %WB_DB_ERROR
 */
gboolean
wb_action_save_offers (WbWorkspace       *ws,
                       const WbOfferSet  *set,
                       const WbOfferSet  *base,
                       GError           **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (set && set->type, FALSE);

  return wb_staff_begin (&action, ws, WB_FEATURE_REMARKETING, error) &&
         wb_staff_end (&action, save_offers (&action, set, base, error),
                       WB_TABLE_OFFERS | WB_TABLE_OUTBOX, error);
}

static WbTicket *
find_ticket (WbStaffAction  *action,
             const char     *id,
             GError        **error)
{
  g_autoptr (GError) problem = NULL;
  WbTicket *ticket = wb_ticket_store_get (action->db, id, &problem);

  if (ticket)
    return ticket;
  if (problem)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    wb_staff_refuse (WB_ACTION_ERROR_NOT_FOUND, _ ("There is no such ticket here"), error);

  return NULL;
}

static gboolean
set_phone (WbStaffAction  *action,
           const char     *ticket_id,
           const char     *phone,
           GError        **error)
{
  g_autoptr (WbTicket) ticket = find_ticket (action, ticket_id, error);
  g_autoptr (WbTicketPatch) patch = wb_ticket_patch_new ();
  g_autoptr (WbTicketPatch) before = wb_ticket_patch_new ();
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) base = NULL;
  g_autofree char *e164 = phone ? wb_phone_to_e164 (phone, NULL) : NULL;

  if (!ticket)
    return FALSE;
  if (phone && !e164)
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID,
                            _ ("Enter the number with its country, like +420 601 123 456"), error);
  if (g_strcmp0 (ticket->customer_phone, e164) == 0)
    return TRUE;
  patch->has_phone = TRUE;
  patch->customer_phone = g_steal_pointer (&e164);
  before->has_phone = TRUE;
  before->customer_phone = g_strdup (ticket->customer_phone);
  body = wb_wire_ticket_patch_encode (patch);
  base = wb_wire_ticket_patch_encode (before);

  return wb_staff_send (action, WB_OP_PHONE, "ticket", ticket_id, ticket->version, body, base, NULL,
                        error);
}

/**
 * wb_action_set_phone:
 * @ws: a workspace in which this thread has not begun
 * @ticket_id: the server's id
 * @phone: (nullable): with its country; `NULL` or "" takes it away
 *
 * Corrects the customer's number; the ticket's calls show it too.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _INVALID, _NOT_OFFERED
 *   or a %WB_DB_ERROR
 */
gboolean
wb_action_set_phone (WbWorkspace  *ws,
                     const char   *ticket_id,
                     const char   *phone,
                     GError      **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (ticket_id, FALSE);

  if (phone && *phone == '\0')
    phone = NULL;

  return wb_staff_begin (&action, ws, WB_FEATURE_ACTIVITIES, error) &&
         wb_staff_end (&action, set_phone (&action, ticket_id, phone, error),
                       WB_TABLE_TICKETS | WB_TABLE_CALLS | WB_TABLE_OUTBOX, error);
}

/* Asked again, an unconfirmed or refused request with the same body is the same request. */
static gboolean
find_request (WbStaffAction  *action,
              const char     *ticket_id,
              JsonNode       *body,
              gint64         *seq_out,
              GError        **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (action->db, "ticket", ticket_id, error);

  if (!rows)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    WbOutboxRow *row = g_ptr_array_index (rows, i);

    if (!g_str_equal (row->op, WB_OP_COUPON) || !json_node_equal (row->body, body))
      continue;
    *seq_out = row->seq;
    if (row->state == WB_OUTBOX_WAITING || row->state == WB_OUTBOX_SENDING)
      return TRUE;
    return wb_staff_make_waiting (action, row, error);
  }

  return TRUE;
}

static gboolean
request_coupon (WbStaffAction          *action,
                const char             *ticket_id,
                const WbCouponRequest  *request,
                gint64                 *seq_out,
                GError                **error)
{
  g_autoptr (WbTicket) ticket = find_ticket (action, ticket_id, error);
  g_autoptr (JsonNode) body = NULL;

  if (!ticket)
    return FALSE;
  *seq_out = 0;
  body = wb_wire_coupon_request_encode (request);
  if (!find_request (action, ticket_id, body, seq_out, error))
    return FALSE;
  if (*seq_out > 0)
    return TRUE;

  return wb_staff_send (action, WB_OP_COUPON, "ticket", ticket_id, ticket->version, body, NULL,
                        seq_out, error);
}

/**
 * wb_action_request_coupon:
 * @ws: a workspace in which this thread has not begun
 * @ticket_id: the server's id
 * @request: what coupon; its limits are the server's to judge (design.md 7)
 * @seq_out: (out): the stored request, for wb_sync_give_coupon()
 *
 * Stores a request for a coupon, or finds the one with the same body that was not confirmed yet or
 * was refused: asked again, it goes with the same idempotency key, so nothing is made twice.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _NOT_OFFERED or a
 *   %WB_DB_ERROR
 */
gboolean
wb_action_request_coupon (WbWorkspace            *ws,
                          const char             *ticket_id,
                          const WbCouponRequest  *request,
                          gint64                 *seq_out,
                          GError                **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (ticket_id && request && seq_out, FALSE);

  return wb_staff_begin (&action, ws, WB_FEATURE_STAFF_COUPONS, error) &&
         wb_staff_end (&action, request_coupon (&action, ticket_id, request, seq_out, error),
                       WB_TABLE_OUTBOX, error);
}
