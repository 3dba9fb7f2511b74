/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What customers are served, by the secret in their link (reference/retino-api.md B.10): what they
 * are offered, and where a click on the banner leads. The secret is looked up by its sum, and no
 * log has it. Nothing here makes a coupon or a call. */

#include "config.h"

#include "wb-api.h"

#include "wb-ledger-account.h"
#include "wb-ledger-activities.h"
#include "wb-ledger-banners.h"
#include "wb-ledger-counts.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-customers.h"
#include "wb-ledger-events.h"
#include "wb-ledger-settings.h"
#include "wb-ledger-tickets.h"
#include "wb-served-offers.h"
#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-coupon.h"
#include "wb-wire-served-offers.h"

#include <string.h>

#define KIND_CALL_REQUEST "call_request"
#define STATUS_OPEN "open"

typedef enum
{
  ROUTE_NONE,
  ROUTE_OFFERS,
  ROUTE_BANNER,
} Route;

/* One request of a customer. */
typedef struct
{
  WbPortalRequest *request;  /* (unowned) */
  Route route;
  char *key;                 /* (owned) the secret */
  char *banner_id;           /* (owned) (nullable) */
  WbPlacements placement;
  WbAccount *account;        /* (owned) */
  WbTicket *ticket;          /* (owned) */
  WbOfferSet *settings;      /* (owned) of the ticket's type */
  gint32 today;              /* in the account's zone */
} Visit;

static void
clear_visit (Visit *self)
{
  g_free (self->key);
  g_free (self->banner_id);
  g_clear_pointer (&self->account, wb_account_unref);
  g_clear_pointer (&self->ticket, wb_ticket_unref);
  g_clear_pointer (&self->settings, wb_offer_set_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Visit, clear_visit)

static void
refuse_too_many (WbPortalRequest *request)
{
  request->retry_after_secs = request->allowance.retry_after_secs;
  wb_portal_request_refuse (request, 429, "rate_limited",
                            "Too many requests. Wait as long as Retry-After says.");
}

/* Counts by the minute only: nobody is kept waiting for another request of theirs. */
static gboolean
take_from (WbPortalRequest *request,
           WbPortalLimits  *limits,
           const char      *who)
{
  if (!wb_portal_limits_take (limits, who, request->now, &request->allowance)) {
    refuse_too_many (request);
    return FALSE;
  }
  wb_portal_limits_give (limits, who);

  return TRUE;
}

static void
refuse_nothing (WbPortalRequest *request)
{
  wb_portal_request_refuse (request, 404, "not_found", "There is nothing at this address.");
}

/* "/portal/KEY/offers", "/portal/KEY/banner/ID" */
static void
find_route (Visit *self)
{
  WbPortalRequest *request = self->request;
  g_auto (GStrv) words = g_strsplit (request->path, "/", -1);
  guint n_words = g_strv_length (words);
  gboolean is_head = g_str_equal (request->method, "HEAD");

  if (n_words == 4 && g_str_equal (words[3], "offers"))
    self->route = ROUTE_OFFERS;
  else if (n_words == 5 && g_str_equal (words[3], "banner") && *words[4])
    self->route = ROUTE_BANNER;

  if (self->route == ROUTE_NONE) {
    refuse_nothing (request);
  } else if (!g_str_equal (request->method, "GET") &&
             !(is_head && self->route == ROUTE_BANNER)) {
    request->allow = g_strdup (self->route == ROUTE_BANNER ? "GET, HEAD" : "GET");
    wb_portal_request_refuse (request, 405, "method_not_allowed",
                              "This address does not take that method.");
  } else {
    self->key = g_strdup (words[2]);
    if (self->route == ROUTE_BANNER)
      self->banner_id = g_strdup (words[4]);
  }
}

/* The ticket that the key opens, and what is set for its type. */
static gboolean
load_visit (Visit   *self,
            GError **error)
{
  WbLedger *ledger = self->request->portal->ledger;
  g_autofree char *hash = NULL;
  g_autofree char *ticket_id = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  if (!wb_ledger_customer_key_is_valid (self->key)) {
    refuse_nothing (self->request);
    return TRUE;
  }
  hash = wb_ledger_customer_key_hash (self->key);
  if (!wb_ledger_customer_find (ledger, hash, &ticket_id, error) ||
      (ticket_id && !wb_ledger_ticket_get (ledger, ticket_id, &self->ticket, error)) ||
      !wb_ledger_account_get (ledger, &self->account, error))
    return FALSE;
  if (!self->ticket || !self->account) {
    refuse_nothing (self->request);
    return TRUE;
  }
  if (!take_from (self->request, self->request->portal->key_limits, hash))
    return TRUE;

  zone = wb_ledger_account_zone (self->account);
  self->today = wb_date_of_time (self->request->now, zone);
  if (self->ticket->type)
    return wb_ledger_settings_get (ledger, self->ticket->type, &self->settings, error);
  self->settings = wb_offer_set_new ();

  return TRUE;
}

static void
read_placement (Visit *self)
{
  const char *text = wb_portal_request_param (self->request, "placement");

  self->placement = wb_placement_from_text (text);
  if (self->placement == WB_PLACEMENT_NONE)
    wb_portal_request_malformed (self->request, "placement",
                                 "Give portal, ticket_detail or email.");
}

static WbLedgerSight
make_sight (Visit      *self,
            const char *banner_id)
{
  return (WbLedgerSight) {
           .day = self->today,
           .banner = banner_id,
           .placement = wb_placement_to_text (self->placement),
           .type = self->ticket->type ? self->ticket->type : "",
           .ticket = self->ticket->id,
  };
}

/* What a customer has seen is kept with its name; in a mail nobody knows when it is looked at. */
static gboolean
count_banner (Visit       *self,
              const char  *banner_id,
              GError     **error)
{
  WbLedger *ledger = self->request->portal->ledger;
  WbLedgerSight sight = make_sight (self, banner_id);

  if (!wb_ledger_banner_mark_shown (ledger, banner_id, self->request->now, error))
    return FALSE;

  return self->placement == WB_PLACEMENT_EMAIL || wb_ledger_count_shown (ledger, &sight, error);
}

static const char *
find_banner_shown (const WbServedOffers *served)
{
  for (guint i = 0; i < served->offers->len; i++) {
    const WbServedOffer *offer = g_ptr_array_index (served->offers, i);

    if (offer->tool == WB_TOOL_BANNER)
      return offer->banner;
  }

  return NULL;
}

static gboolean
find_call (Visit     *self,
           gboolean  *is_open_out,
           GError   **error)
{
  g_autoptr (GPtrArray) calls = wb_ledger_activity_for_ticket (self->request->portal->ledger,
                                                               self->ticket->id, error);

  *is_open_out = FALSE;
  for (guint i = 0; calls && i < calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (calls, i);

    if (g_str_equal (call->kind, KIND_CALL_REQUEST) && g_str_equal (call->status, STATUS_OPEN))
      *is_open_out = TRUE;
  }

  return calls ? TRUE : FALSE;
}

static gboolean
make_served (Visit           *self,
             WbServedOffers **served_out,
             GError         **error)
{
  const char *language = wb_portal_request_param (self->request, "lang");
  g_autoptr (WbBanner) banner = NULL;
  WbServedAsk ask = {
    .account = self->account,
    .set = self->settings,
    .placement = self->placement,
    .language = language ? language : self->ticket->customer_language,
    .order_currency = self->ticket->has_order ? self->ticket->order_currency : NULL,
    .today = self->today,
  };

  if (self->settings->banner &&
      !wb_ledger_banner_get (self->request->portal->ledger, self->settings->banner, &banner,
                             error))
    return FALSE;
  if (banner)
    wb_api_files_set_url (self->request, banner->picture);
  ask.banner = banner;
  *served_out = wb_served_offers_make (&ask);

  return TRUE;
}

static gboolean
answer_offers (Visit   *self,
               GError **error)
{
  WbPortalRequest *request = self->request;
  g_autoptr (WbServedOffers) served = NULL;
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (JsonNode) coupon_node = NULL;
  g_autofree char *origin = wb_portal_request_dup_origin (request);
  g_autofree char *click_url = NULL;
  const char *banner_id = NULL;
  WbServedFacts facts = { NULL };

  if (!make_served (self, &served, error) ||
      !wb_ledger_coupon_in_way (request->portal->ledger, self->ticket->id, &coupon, error) ||
      !find_call (self, &facts.call_requested, error))
    return FALSE;

  banner_id = find_banner_shown (served);
  if (banner_id && !count_banner (self, banner_id, error))
    return FALSE;

  if (banner_id)
    click_url = g_strdup_printf ("%s" WB_API_BASE_PATH "/portal/%s/banner/%s?placement=%s", origin,
                                 self->key, banner_id, wb_placement_to_text (self->placement));
  if (coupon)
    coupon_node = wb_wire_coupon_encode (coupon);
  facts.coupon = coupon_node;
  facts.click_url = click_url;
  wb_portal_request_reply (request, 200,
                           wb_wire_served_offers_encode (served, self->account, &facts));

  return TRUE;
}

/* A browser that fetches what might be clicked says so. */
static gboolean
is_fetched_ahead (WbPortalRequest *request)
{
  static const char *const names[] = { "Sec-Purpose", "Purpose", "X-Purpose", "X-Moz" };
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = soup_message_headers_get_one (headers, names[i]);

    if (value && (strstr (value, "prefetch") || strstr (value, "prerender") ||
                  strstr (value, "preview")))
      return TRUE;
  }

  return FALSE;
}

static gboolean
tell_of_click (Visit   *self,
               GError **error)
{
  WbLedger *ledger = self->request->portal->ledger;
  JsonObject *portal = json_object_new ();

  wb_wire_put_text (portal, "ticket", self->ticket->id);
  wb_wire_put_text (portal, "placement", wb_placement_to_text (self->placement));
  wb_wire_put_text (portal, "banner", self->banner_id);
  if (!wb_ledger_event_add (ledger, "portal", "banner_clicked", NULL, self->ticket->id, 0,
                            wb_wire_take_object (portal), error))
    return FALSE;

  self->ticket->banner_clicks++;

  return wb_ledger_ticket_save (ledger, self->ticket, FALSE, NULL, error);
}

static gboolean
count_click (Visit   *self,
             GError **error)
{
  WbLedgerSight sight = make_sight (self, self->banner_id);
  gboolean counted = FALSE;

  if (g_str_equal (self->request->method, "HEAD"))
    return TRUE;
  if (!wb_ledger_count_click (self->request->portal->ledger, &sight,
                              !is_fetched_ahead (self->request), &counted, error))
    return FALSE;

  return !counted || tell_of_click (self, error);
}

/* As a header may carry it: host and path in ASCII. */
static char *
make_location (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host = uri ? g_hostname_to_ascii (g_uri_get_host (uri)) : NULL;
  g_autofree char *whole = NULL;

  if (!host)
    return NULL;

  whole = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri),
                      g_uri_get_path (uri), g_uri_get_query (uri), g_uri_get_fragment (uri));

  return g_uri_escape_string (whole, G_URI_RESERVED_CHARS_GENERIC_DELIMITERS
                              G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS "%", FALSE);
}

/* A customer who clicks gets there, even when the banner has been replaced or the offers have been
 * switched off since the mail was sent. */
static gboolean
answer_click (Visit   *self,
              GError **error)
{
  WbPortalRequest *request = self->request;
  g_autofree char *target = NULL;

  if (self->ticket->type &&
      !wb_ledger_settings_find_target (request->portal->ledger, self->ticket->type,
                                       self->banner_id, &target, error))
    return FALSE;

  request->location = target ? make_location (target) : NULL;
  if (!request->location) {
    refuse_nothing (request);
    return TRUE;
  }
  wb_portal_request_reply (request, 302, NULL);

  return count_click (self, error);
}

static gboolean
answer_visit (Visit   *self,
              GError **error)
{
  if (!load_visit (self, error))
    return FALSE;

  if (self->request->status == 0 && self->route == ROUTE_OFFERS &&
      !self->account->remarketing_active)
    wb_portal_request_refuse (self->request, 403, "addon_inactive",
                              "Nothing is offered at the moment.");
  if (self->request->status == 0)
    read_placement (self);
  if (self->request->status != 0)
    return TRUE;

  return self->route == ROUTE_OFFERS ? answer_offers (self, error) : answer_click (self, error);
}

/**
 * wb_api_customer_answer:
 * @request: a request below "/portal/"
 *
 * Ends with the request answered. Needs no token; who knows the key is the customer.
 */
void
wb_api_customer_answer (WbPortalRequest *request)
{
  WbPortal *portal = request->portal;
  g_autofree char *client = wb_portal_request_dup_client (request);
  g_auto (Visit) visit = { .request = request };
  g_autoptr (GError) error = NULL;

  request->for_customer = TRUE;
  if (!take_from (request, portal->address_limits, client))
    return;
  find_route (&visit);
  if (request->status != 0)
    return;

  /* It counts, so it writes. */
  if (!wb_portal_begin (portal, &error)) {
    wb_portal_request_fail (request, error);
    return;
  }
  if (!answer_visit (&visit, &error)) {
    wb_portal_rollback (portal);
    wb_portal_request_forget (request);
    wb_portal_request_fail (request, error);
  } else if (request->status >= 400) {
    wb_portal_rollback (portal);
  } else if (!wb_portal_commit (portal, &error)) {
    wb_portal_rollback (portal);
    wb_portal_request_forget (request);
    wb_portal_request_fail (request, error);
  }
}
