/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What customers are served, by the secret in their link (reference/retino-api.md B.10): here what
 * they are offered. The click on the banner is in wb-api-banner-click.c, the coupon that they take
 * in wb-api-coupon-click.c, the call that they ask for in wb-api-call-request.c. No GET writes into
 * the ledger. */

#include "config.h"

#include "wb-api-visit.h"
#include "wb-api.h"

#include "wb-ledger-banners.h"
#include "wb-ledger-coupons.h"
#include "wb-portal-wait.h"
#include "wb-wire-coupon.h"
#include "wb-wire-served-offers.h"

#include <string.h>

typedef struct
{
  const char *word;      /* "/portal/KEY/WORD" */
  gboolean has_banner;   /* "/portal/KEY/WORD/BANNER" */
  const char *methods;
  gboolean loads;        /* needs the ticket */
  gboolean (*answer)(WbVisit *visit, GError **error);
} Route;

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

/* In a mail nobody knows when it is looked at, so that its views are none. */
static void
take_sight (WbVisit              *self,
            const WbServedOffers *served,
            const char           *banner_id)
{
  gboolean can_see = banner_id && self->placement != WB_PLACEMENT_EMAIL;
  guint offered = 0;

  for (guint i = 0; i < served->offers->len; i++)
    offered |= 1U << ((const WbServedOffer *) g_ptr_array_index (served->offers, i))->tool;

  wb_visit_take_sight (self, can_see ? WB_SIGHT_VIEW : WB_SIGHT_LOOK, self->ticket->id,
                       self->ticket->type, banner_id, offered);
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
  take_sight (self, served, banner_id);

  return TRUE;
}

static const Route routes[] = {
  { "offers", FALSE, "GET", TRUE, answer_offers },
  { "banner", TRUE, "GET, HEAD", FALSE, wb_api_banner_click },
  { "call-request", FALSE, "POST", TRUE, wb_api_call_request },
  { "coupon", FALSE, "POST", TRUE, wb_api_coupon_click },
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
  if (route->loads && !wb_visit_load (visit, error))
    return FALSE;

  return visit->request->status != 0 || route->answer (visit, error);
}

/* What is read comes from one state; nothing is written, so nothing is waited for. */
static void
answer_read (WbVisit     *visit,
             const Route *route)
{
  WbDb *db = visit->request->portal->ledger->db;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  done = wb_db_begin (db, &error) && answer_visit (visit, route, &error);
  if (wb_db_in_transaction (db))
    wb_db_rollback (db);
  if (!done) {
    wb_portal_request_forget (visit->request);
    wb_portal_request_fail (visit->request, error);
  }
}

static void
answer_write (WbVisit     *visit,
              const Route *route)
{
  WbPortalRequest *request = visit->request;
  WbPortal *portal = request->portal;
  g_autoptr (GError) error = NULL;

  if (!wb_portal_wait_begin (request))
    return;
  if (!answer_visit (visit, route, &error)) {
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

/**
 * wb_api_customer_answer:
 * @request: a request below "/portal/"
 *
 * Ends with the request answered. Needs no token; who knows the key is the customer.
 */
void
wb_api_customer_answer (WbPortalRequest *request)
{
  g_auto (WbVisit) visit = { .request = request };
  const Route *route = NULL;

  request->for_customer = TRUE;
  if (!wb_visit_take_address (&visit))
    return;
  route = find_route (&visit);
  if (!route)
    return;

  if (g_str_equal (request->method, "POST"))
    answer_write (&visit, route);
  else
    answer_read (&visit, route);
}
