/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A customer asks to be called (reference/retino-api.md B.10): one open call per ticket, promised
 * within two days. Asking again changes nothing but the number, so that a click that was repeated
 * makes no second call, and a number that was wrong can be put right even after the offer ended. */

#include "config.h"

#include "wb-api-visit.h"

#include "wb-deadline.h"
#include "wb-ledger-account.h"
#include "wb-ledger-activities.h"
#include "wb-ledger-events.h"
#include "wb-ledger-tickets.h"
#include "wb-phone-guess.h"
#include "wb-phone.h"
#include "wb-plain-text.h"
#include "wb-wire-builder.h"
#include "wb-wire-write.h"

/* What staff read in the queue; not the customer's words and not the program's language, but the
 * account's (B.6). */
static const char *
get_name (const WbAccount *account)
{
  static const struct {
    const char *language;
    const char *name;
  } names[] = {
    { "cs", "Zavolat zákazníkovi" },    { "sk", "Zavolať zákazníkovi" },
    { "pl", "Zadzwonić do klienta" },   { "de", "Kundin oder Kunden anrufen" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (names[i].language, account->default_language) == 0)
      return names[i].name;
  }

  return "Call the customer";
}

static WbCallRequestBody *
read_body (WbVisit *visit)
{
  WbCallRequestBody *body = wb_visit_read_body (visit);

  if (body)
    wb_visit_set_placement (visit, body->placement);

  return body;
}

static void
refuse_phone (WbVisit    *visit,
              const char *message)
{
  g_autoptr (GPtrArray) problems = wb_problems_new ();

  wb_problems_add (problems, "phone_invalid", message, "phone");
  wb_portal_request_refuse_problems (visit->request, 400, "phone_invalid", message, problems);
}

/* (transfer full) (nullable): the number given; a field left empty is none. */
static char *
read_phone (WbVisit    *visit,
            const char *typed)
{
  const WbPhoneHints hints = {
    .order_currency = visit->ticket->has_order ? visit->ticket->order_currency : NULL,
    .language = visit->ticket->customer_language,
    .account_currency = visit->account->default_currency,
    .account_language = visit->account->default_language,
  };
  g_autofree char *phone = NULL;

  if (wb_text_is_blank (typed))
    return NULL;

  phone = wb_phone_guess (typed, &hints);
  if (!phone)
    refuse_phone (visit, "Enter the number with its country's code, like +420601123456.");
  else if (wb_phone_is_premium (phone))
    refuse_phone (visit, "Calls to this number cost extra. Enter another one.");

  return g_steal_pointer (&phone);
}

static void
answer_call (WbVisit          *visit,
             guint             status,
             const WbActivity *call)
{
  JsonObject *object = json_object_new ();

  wb_wire_put_text (object, "id", call->id);
  wb_wire_put_time (object, "due_at", call->due_at);
  wb_portal_request_reply (visit->request, status, wb_wire_take_object (object));
}

/* A number that is given is the ticket's from now on. */
static gboolean
change_phone (WbVisit     *visit,
              const char  *phone,
              GError     **error)
{
  WbTicket *ticket = visit->ticket;

  if (!phone || g_strcmp0 (phone, ticket->customer_phone) == 0)
    return TRUE;

  return wb_ledger_ticket_set_phone (visit->request->portal->ledger, ticket, phone, NULL, error);
}

static WbActivity *
make_call (WbVisit *visit)
{
  const WbTicket *ticket = visit->ticket;
  WbActivity *call = wb_activity_new ();
  g_autoptr (GTimeZone) zone = wb_ledger_account_zone (visit->account);

  call->id = wb_random_uuid (visit->request->portal->random);
  call->ticket = g_strdup (ticket->id);
  call->ticket_code = g_strdup (ticket->code);
  call->ticket_type = g_strdup (ticket->type);
  call->kind = g_strdup ("call_request");
  call->name = g_strdup (get_name (visit->account));
  call->status = g_strdup ("open");
  call->customer_name = g_strdup (ticket->customer_name);
  call->customer_phone = g_strdup (ticket->customer_phone);
  call->placement = g_strdup (wb_placement_to_text (visit->placement));
  call->created_at = visit->request->now;
  call->due_at = wb_deadline_promise (call->created_at, zone);
  call->original_due_at = call->due_at;

  return call;
}

static gboolean
tell_of_request (WbVisit  *visit,
                 GError  **error)
{
  JsonObject *portal = json_object_new ();

  wb_wire_put_text (portal, "ticket", visit->ticket->id);
  wb_wire_put_text (portal, "placement", wb_placement_to_text (visit->placement));
  wb_wire_put_text (portal, "banner", NULL);

  return wb_ledger_event_add (visit->request->portal->ledger, "portal", "call_requested", NULL,
                              visit->ticket->id, 0, wb_wire_take_object (portal), error);
}

static gboolean
add_call (WbVisit     *visit,
          const char  *phone,
          GError     **error)
{
  WbLedger *ledger = visit->request->portal->ledger;
  WbTicket *ticket = visit->ticket;
  g_autoptr (WbActivity) call = NULL;

  if (!change_phone (visit, phone, error))
    return FALSE;

  call = make_call (visit);
  g_free (ticket->call_request);
  ticket->call_request = g_strdup (call->id);
  if (!wb_ledger_activity_save (ledger, call, TRUE, NULL, error) ||
      !wb_ledger_ticket_save (ledger, ticket, FALSE, NULL, error) ||
      !tell_of_request (visit, error))
    return FALSE;
  answer_call (visit, 201, call);

  return TRUE;
}

static gboolean
renew_call (WbVisit           *visit,
            const WbActivity  *call,
            const char        *phone,
            GError           **error)
{
  gboolean is_new_number = phone && g_strcmp0 (phone, visit->ticket->customer_phone) != 0;

  if (is_new_number &&
      (!change_phone (visit, phone, error) ||
       !wb_ledger_ticket_save (visit->request->portal->ledger, visit->ticket, FALSE, NULL, error)))
    return FALSE;
  answer_call (visit, 200, call);

  return TRUE;
}

/**
 * wb_api_call_request:
 * @visit: a loaded visit
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Answers with 201 for a call that is new and 200 for the one that is open already.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_api_call_request (WbVisit  *visit,
                     GError  **error)
{
  WbPortalRequest *request = visit->request;
  g_autoptr (WbCallRequestBody) body = NULL;
  g_autoptr (WbActivity) call = NULL;
  g_autofree char *phone = NULL;
  WbServedAsk ask;

  wb_visit_check_active (visit);
  if (request->status == 0)
    body = read_body (visit);
  if (request->status == 0)
    phone = read_phone (visit, body->phone);
  if (request->status != 0)
    return TRUE;

  if (!wb_visit_find_call (visit, &call, error))
    return FALSE;
  if (call)
    return renew_call (visit, call, phone, error);

  wb_visit_init_ask (visit, &ask);
  if (wb_served_offers_find_gap (&ask, WB_TOOL_CALL_REQUEST) != WB_SERVED_GAP_NONE) {
    wb_portal_request_refuse (request, 409, "offer_disabled", "Calls are not offered here.");
    return TRUE;
  }

  return add_call (visit, phone, error);
}
