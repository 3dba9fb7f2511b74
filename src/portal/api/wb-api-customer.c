/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What customers are served, by the secret in their link (reference/retino-api.md B.10): what they
 * are offered, and where a click on the banner leads. The coupon that they take is in
 * wb-api-coupon-click.c, the call that they ask for in wb-api-call-request.c. No GET makes a coupon
 * or a call. */

#include "config.h"

#include "wb-api-visit.h"
#include "wb-api.h"

#include "wb-ledger-banners.h"
#include "wb-ledger-counts.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-events.h"
#include "wb-ledger-settings.h"
#include "wb-ledger-tickets.h"
#include "wb-wire-builder.h"
#include "wb-wire-coupon.h"
#include "wb-wire-served-offers.h"

#include <string.h>

typedef struct
{
  const char *word;      /* "/portal/KEY/WORD" */
  gboolean has_banner;   /* "/portal/KEY/WORD/BANNER" */
  const char *methods;
  gboolean (*answer)(WbVisit *visit, GError **error);
} Route;

static WbLedgerShown
make_sight (WbVisit    *self,
            const char *banner_id)
{
  return (WbLedgerShown) {
           .day = self->today,
           .banner = banner_id,
           .placement = wb_placement_to_text (self->placement),
           .type = self->ticket->type ? self->ticket->type : "",
           .ticket = self->ticket->id,
  };
}

/* What a customer has seen is kept with its name; in a mail nobody knows when it is looked at. */
static gboolean
count_banner (WbVisit     *self,
              const char  *banner_id,
              GError     **error)
{
  WbLedger *ledger = self->request->portal->ledger;
  WbLedgerShown sight = make_sight (self, banner_id);

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
make_served (WbVisit         *self,
             WbServedOffers **served_out,
             GError         **error)
{
  const char *language = wb_portal_request_param (self->request, "lang");
  g_autoptr (WbBanner) banner = NULL;
  WbServedAsk ask;

  wb_visit_init_ask (self, &ask);
  if (language)
    ask.language = language;
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

/* A coupon that a click would not give is better not offered: the month's budget is spent, the shop
 * takes none, or staff took the customer's back. */
static gboolean
prune_coupon (WbVisit         *self,
              WbServedOffers  *served,
              const WbCoupon  *coupon,
              GError         **error)
{
  g_autoptr (WbCoupon) newest = NULL;
  g_autoptr (WbMerchantStore) store = NULL;

  if (coupon)
    return TRUE;
  if (!wb_ledger_coupon_newest (self->request->portal->ledger, self->ticket->id, &newest, error) ||
      (!newest && !wb_api_coupon_can_click (self, &store, error)))
    return FALSE;
  if (store)
    return TRUE;

  for (guint i = served->offers->len; i > 0; i--) {
    const WbServedOffer *offer = g_ptr_array_index (served->offers, i - 1);

    if (offer->tool == WB_TOOL_COUPON)
      g_ptr_array_remove_index (served->offers, i - 1);
  }

  return TRUE;
}

static gboolean
answer_offers (WbVisit  *self,
               GError  **error)
{
  WbPortalRequest *request = self->request;
  g_autoptr (WbActivity) call = NULL;
  g_autoptr (WbServedOffers) served = NULL;
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (JsonNode) coupon_node = NULL;
  g_autofree char *origin = wb_portal_request_dup_origin (request);
  g_autofree char *click_url = NULL;
  const char *banner_id = NULL;
  WbServedFacts facts = { NULL };

  wb_visit_check_active (self);
  if (request->status == 0)
    wb_visit_set_placement (self, wb_portal_request_param (request, "placement"));
  if (request->status != 0)
    return TRUE;
  if (!make_served (self, &served, error) ||
      !wb_ledger_coupon_in_way (request->portal->ledger, self->ticket->id, &coupon, error) ||
      !prune_coupon (self, served, coupon, error) || !wb_visit_find_call (self, &call, error))
    return FALSE;

  banner_id = find_banner_shown (served);
  if (banner_id && !count_banner (self, banner_id, error))
    return FALSE;

  if (banner_id)
    click_url = g_strdup_printf ("%s" WB_API_BASE_PATH "/portal/%s/banner/%s?placement=%s", origin,
                                 self->key, banner_id, wb_placement_to_text (self->placement));
  if (coupon)
    coupon_node = wb_wire_coupon_encode (coupon);
  facts.call_requested = call ? TRUE : FALSE;
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
tell_of_click (WbVisit  *self,
               GError  **error)
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
count_click (WbVisit  *self,
             GError  **error)
{
  WbLedgerShown sight = make_sight (self, self->banner_id);
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
answer_click (WbVisit  *self,
              GError  **error)
{
  WbPortalRequest *request = self->request;
  g_autofree char *target = NULL;

  wb_visit_set_placement (self, wb_portal_request_param (request, "placement"));
  if (request->status != 0)
    return TRUE;
  if (self->ticket->type &&
      !wb_ledger_settings_find_target (request->portal->ledger, self->ticket->type,
                                       self->banner_id, &target, error))
    return FALSE;

  request->location = target ? make_location (target) : NULL;
  if (!request->location) {
    wb_visit_refuse_nothing (self);
    return TRUE;
  }
  wb_portal_request_reply (request, 302, NULL);

  return count_click (self, error);
}

static const Route routes[] = {
  { "offers", FALSE, "GET", answer_offers },
  { "banner", TRUE, "GET, HEAD", answer_click },
  { "call-request", FALSE, "POST", wb_api_call_request },
  { "coupon", FALSE, "POST", wb_api_coupon_click },
};

/* NULL = answered with 404 or 405. */
static const Route *
find_route (WbVisit *visit)
{
  WbPortalRequest *request = visit->request;
  g_auto (GStrv) words = g_strsplit (request->path, "/", -1);
  guint n_words = g_strv_length (words);

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
    const Route *route = &routes[i];
    g_auto (GStrv) methods = NULL;

    if (n_words != (route->has_banner ? 5 : 4) || !g_str_equal (words[3], route->word) ||
        (route->has_banner && !*words[4]))
      continue;
    methods = g_strsplit (route->methods, ", ", -1);
    if (!g_strv_contains ((const char *const *) methods, request->method)) {
      request->allow = g_strdup (route->methods);
      wb_portal_request_refuse (request, 405, "method_not_allowed",
                                "This address does not take that method.");
      return NULL;
    }
    visit->key = g_strdup (words[2]);
    visit->banner_id = route->has_banner ? g_strdup (words[4]) : NULL;
    return route;
  }
  wb_visit_refuse_nothing (visit);

  return NULL;
}

static gboolean
answer_visit (WbVisit      *visit,
              const Route  *route,
              GError      **error)
{
  if (!wb_visit_load (visit, error))
    return FALSE;

  return visit->request->status != 0 || route->answer (visit, error);
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
  g_auto (WbVisit) visit = { .request = request };
  g_autoptr (GError) error = NULL;
  const Route *route = NULL;

  request->for_customer = TRUE;
  if (!wb_visit_take_address (&visit))
    return;
  route = find_route (&visit);
  if (!route)
    return;

  /* All of them count or make something, so they write. */
  if (!wb_portal_begin (portal, &error)) {
    wb_portal_request_fail (request, error);
    return;
  }
  if (!answer_visit (&visit, route, &error)) {
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
