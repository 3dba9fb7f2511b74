/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What all that a customer may ask shares; see wb-api-visit.h. The key is looked up by its sum, and
 * no log has it. */

#include "config.h"

#include "wb-api-visit.h"

#include "wb-ledger-account.h"
#include "wb-ledger-activities.h"
#include "wb-ledger-customers.h"
#include "wb-ledger-settings.h"
#include "wb-ledger-tickets.h"
#include "wb-time.h"

#include <string.h>

void
wb_visit_clear (WbVisit *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->banner_id, g_free);
  g_clear_pointer (&self->account, wb_account_unref);
  g_clear_pointer (&self->ticket, wb_ticket_unref);
  g_clear_pointer (&self->settings, wb_offer_set_unref);
}

/* Counts by the minute only: nobody is kept waiting for another request of theirs. */
static gboolean
take_from (WbVisit        *self,
           WbPortalLimits *limits,
           const char     *who)
{
  WbPortalRequest *request = self->request;

  if (request->is_again)
    return TRUE;
  if (wb_portal_limits_take (limits, who, request->now, &request->allowance)) {
    wb_portal_limits_give (limits, who);
    return TRUE;
  }
  request->retry_after_secs = request->allowance.retry_after_secs;
  wb_portal_request_refuse (request, 429, "rate_limited",
                            "Too many requests. Wait as long as Retry-After says.");

  return FALSE;
}

gboolean
wb_visit_take_address (WbVisit *self)
{
  g_autofree char *client = wb_portal_request_dup_client (self->request);

  return take_from (self, self->request->portal->address_limits, client);
}

gboolean
wb_visit_take_key (WbVisit    *self,
                   const char *key_sha256)
{
  return take_from (self, self->request->portal->key_limits, key_sha256);
}

void
wb_visit_refuse_nothing (WbVisit *self)
{
  wb_portal_request_refuse (self->request, 404, "not_found", "There is nothing at this address.");
}

/**
 * wb_visit_load:
 * @self: a visit with its key
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * The ticket that the key opens, and what is set for its type; a key that opens nothing is
 * answered.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_visit_load (WbVisit  *self,
               GError  **error)
{
  WbLedger *ledger = self->request->portal->ledger;
  g_autofree char *hash = NULL;
  g_autofree char *ticket_id = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  if (!wb_ledger_customer_key_is_valid (self->key)) {
    wb_visit_refuse_nothing (self);
    return TRUE;
  }
  hash = wb_ledger_customer_key_hash (self->key);
  if (!wb_ledger_customer_find (ledger, hash, &ticket_id, error) ||
      (ticket_id && !wb_ledger_ticket_get (ledger, ticket_id, &self->ticket, error)) ||
      !wb_ledger_account_get (ledger, &self->account, error))
    return FALSE;
  if (!self->ticket || !self->account) {
    wb_visit_refuse_nothing (self);
    return TRUE;
  }
  if (!wb_visit_take_key (self, hash))
    return TRUE;

  zone = wb_ledger_account_zone (self->account);
  self->today = wb_date_of_time (self->request->now, zone);
  if (self->ticket->type)
    return wb_ledger_settings_get (ledger, self->ticket->type, &self->settings, error);
  self->settings = wb_offer_set_new ();

  return TRUE;
}

void
wb_visit_check_active (WbVisit *self)
{
  if (!self->account->remarketing_active)
    wb_portal_request_refuse (self->request, 403, "addon_inactive",
                              "Nothing is offered at the moment.");
}

void
wb_visit_set_placement (WbVisit    *self,
                        const char *text)
{
  self->placement = wb_placement_from_text (text);
  if (self->placement == WB_PLACEMENT_NONE)
    wb_portal_request_malformed (self->request, "placement",
                                 "Give portal, ticket_detail or email.");
}

WbCallRequestBody *
wb_visit_read_body (WbVisit *self)
{
  WbPortalRequest *request = self->request;
  gsize size = 0;
  const char *data = g_bytes_get_data (request->body, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  WbCallRequestBody *body = NULL;

  node = wb_wire_parse (data ? data : "", (gssize) size, WB_WIRE_MAX_REQUEST_BYTES, &error);
  if (node)
    body = wb_wire_call_request_body_decode (node, &error);
  if (!body)
    wb_portal_request_malformed (request, NULL, error->message);

  return body;
}

/* A browser that fetches what might be clicked says so. */
static gboolean
is_fetched_ahead (SoupMessageHeaders *headers)
{
  static const char *const names[] = { "Sec-Purpose", "Purpose", "X-Purpose", "X-Moz" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = soup_message_headers_get_one (headers, names[i]);

    if (value && (strstr (value, "prefetch") || strstr (value, "prerender") ||
                  strstr (value, "preview")))
      return TRUE;
  }

  return FALSE;
}

/* What it calls itself, as plain text of a length that is no burden. */
static char *
dup_agent (SoupMessageHeaders *headers)
{
  const char *name = soup_message_headers_get_one (headers, "User-Agent");
  char *agent = g_strndup (name ? name : "", WB_SIGHT_AGENT_BYTES_MAX);

  for (char *c = agent; *c; c++) {
    if (!g_ascii_isprint (*c))
      *c = '?';
  }

  return agent;
}

/**
 * wb_visit_take_sight:
 * @self: a visit with its placement
 * @kind: what happened
 * @ticket_id: whose customer it was
 * @type: (nullable): the ticket's type
 * @banner_id: (nullable): what was shown or clicked
 * @offered: the tools of the answer, a bit each
 */
void
wb_visit_take_sight (WbVisit     *self,
                     WbSightKind  kind,
                     const char  *ticket_id,
                     const char  *type,
                     const char  *banner_id,
                     guint        offered)
{
  WbPortalRequest *request = self->request;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  g_autofree char *agent = dup_agent (headers);
  WbLedgerSight sight = {
    .sight = {
      .kind = kind,
      .ticket = ticket_id,
      .banner = banner_id ? banner_id : "",
      .placement = self->placement,
      .is_head = g_str_equal (request->method, "HEAD"),
      .is_ahead = is_fetched_ahead (headers),
      .agent = agent,
    },
    .type = type ? type : "",
    .offered = offered,
  };

  wb_portal_take_sight (request->portal, &sight);
}

void
wb_visit_init_ask (WbVisit     *self,
                   WbServedAsk *ask)
{
  *ask = (WbServedAsk) {
    .account = self->account,
    .set = self->settings,
    .placement = self->placement,
    .language = self->ticket->customer_language,
    .order_currency = self->ticket->has_order ? self->ticket->order_currency : NULL,
    .today = self->today,
  };
}

/**
 * wb_visit_find_call:
 * @self: a loaded visit
 * @call_out: (out) (transfer full) (nullable): the ticket's open call request
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_visit_find_call (WbVisit     *self,
                    WbActivity **call_out,
                    GError     **error)
{
  g_autoptr (GPtrArray) calls = wb_ledger_activity_for_ticket (self->request->portal->ledger,
                                                               self->ticket->id, error);

  *call_out = NULL;
  for (guint i = 0; calls && !*call_out && i < calls->len; i++) {
    WbActivity *call = g_ptr_array_index (calls, i);

    if (wb_activity_is_call (call) && wb_activity_is_open (call))
      *call_out = wb_activity_ref (call);
  }

  return calls ? TRUE : FALSE;
}
