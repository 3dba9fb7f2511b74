/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a manager sees of a draft is what customers are served once it is saved: the preview's lines
 * against GET /portal/{key}/offers, for every way to switch the tools, at every place, in every
 * language and currency. */

#include "config.h"

#include "wb-e2e.h"

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-customer-text.h"
#include "wb-offer-store.h"
#include "wb-preview-pane.h"
#include "wb-staff-actions.h"
#include "wb-wire-account.h"

#include <adwaita.h>

#define BANNER "03000001-0000-4000-8000-000000000001"
#define PICTURE "02000001-0000-4000-8000-000000000001"
#define KEY_FORMAT "0123456789abcdef0123456789abcde%u"
/* 2025-11-21, the day of E2E_NOW in Prague. */
#define TODAY ((gint32) (E2E_NOW / WB_DAY_MS))

static const char *const languages[] = { "cs", "en", "de" };

/* A ticket with an order in each; no shop sells in the last, so it has no amount. */
static const struct
{
  guint ticket;
  const char *currency;
} orders[] = { { 0, "CZK" }, { 1, "EUR" }, { 3, "PLN" } };

static const WbPlacements places[] = {
  WB_PLACEMENT_PORTAL, WB_PLACEMENT_TICKET_DETAIL, WB_PLACEMENT_EMAIL
};

/* The merchant sells in one language and currency more, and has a portal to look at. */
static void
import_account (E2e *e2e)
{
  const char *codes[] = { "cs", "en", "de", NULL };
  const char *currencies[] = { "CZK", "EUR", "PLN", NULL };
  g_autoptr (JsonNode) node = e2e_api_get (e2e, "/account");
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = wb_wire_account_decode (node, &error);

  g_assert_no_error (error);
  g_strfreev (account->languages);
  account->languages = g_strdupv ((char **) codes);
  g_strfreev (account->currencies);
  account->currencies = g_strdupv ((char **) currencies);
  account->color_primary = g_strdup ("#1d4ed8");
  account->color_button_text = g_strdup ("#ffffff");
  account->color_background = g_strdup ("#fafafa");
  account->color_text = g_strdup ("#111827");
  wb_portal_import_account (e2e->portal, account, &error);
  g_assert_no_error (error);
}

static void
import_euro_store (E2e *e2e)
{
  const char *currencies[] = { "EUR", NULL };
  g_autoptr (WbMerchantStore) store = wb_merchant_store_new ();
  g_autoptr (GError) error = NULL;

  store->id = g_strdup ("c1000002-0000-4000-8000-000000000002");
  store->store_id = g_strdup ("eshop-eu");
  store->name = g_strdup ("oslo.example");
  store->platform = g_strdup ("shopify");
  store->url = g_strdup ("https://oslo.example");
  g_strfreev (store->currencies);
  store->currencies = g_strdupv ((char **) currencies);
  store->connection = g_strdup ("error");
  store->supports_coupons = TRUE;
  store->version = 1;
  wb_portal_import_store (e2e->portal, store, NULL, &error);
  g_assert_no_error (error);
}

static void
import_banner (E2e *e2e)
{
  g_autoptr (WbBanner) banner = wb_banner_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *content = NULL;
  gsize length = 0;

  g_file_get_contents (TEST_DATA_DIR "/images/banner.png", &content, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (content, length);
  banner->id = g_strdup (BANNER);
  banner->name = g_strdup ("Podzim 2025");
  banner->picture = wb_picture_new ();
  banner->picture->id = g_strdup (PICTURE);
  banner->picture->mime_type = g_strdup ("image/png");
  banner->picture->size = (gint64) length;
  banner->picture->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  banner->picture->width = 600;
  banner->picture->height = 150;
  wb_lang_text_set (banner->alt_text, "cs", "Podzimní slevy");
  wb_lang_text_set (banner->alt_text, "en", "Autumn sale");
  /* Its last day, in the account's zone. */
  banner->ends_on = TODAY;
  banner->created_at = banner->updated_at = E2E_NOW - WB_DAY_MS;
  banner->version = 1;
  wb_portal_import_banner (e2e->portal, banner, bytes, WB_TIME_NONE, &error);
  g_assert_no_error (error);
}

static void
import_customers (E2e *e2e)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (WbTicket) ticket = e2e_api_ticket (e2e, orders[i].ticket);
    g_autofree char *key = g_strdup_printf (KEY_FORMAT, i);
    g_autoptr (GError) error = NULL;

    g_free (ticket->order_currency);
    ticket->order_currency = g_strdup (orders[i].currency);
    /* What a click could not make is not served, so the order is of the shop that sells in it. */
    if (g_str_equal (orders[i].currency, "EUR")) {
      g_free (ticket->order_store_id);
      ticket->order_store_id = g_strdup ("eshop-eu");
    }
    ticket->order_price_with_vat = WB_MONEY_NONE;
    wb_portal_import_ticket (e2e->portal, ticket, &error);
    g_assert_no_error (error);
    wb_portal_import_customer_key (e2e->portal, ticket->id, key, &error);
    g_assert_no_error (error);
  }
}

/* A merchant, a manager's desk that has read everything, and the preview on it. */
typedef struct
{
  E2e *e2e;
  E2eSeat *seat;
  WbPreviewPane *pane;
  WbAccount *account;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (WbBanner) banner = NULL;
  g_autoptr (GError) error = NULL;
  WbDb *reader = NULL;

  self->e2e = e2e_new (4, 0);
  import_account (self->e2e);
  import_euro_store (self->e2e);
  import_banner (self->e2e);
  import_customers (self->e2e);
  self->seat = e2e_seat_new (self->e2e, E2E_MARIE);
  e2e_seat_sync (self->seat);

  reader = wb_workspace_get_reader (self->seat->workspace);
  self->account = wb_account_store_get (reader, &error);
  g_assert_no_error (error);
  banner = wb_banner_store_get (reader, BANNER, &error);
  g_assert_no_error (error);
  g_assert_nonnull (banner);
  self->pane = WB_PREVIEW_PANE (g_object_ref_sink (wb_preview_pane_new ()));
  wb_preview_pane_set_account (self->pane, self->account);
  wb_preview_pane_set_banner (self->pane, banner, NULL);
  wb_preview_pane_set_today (self->pane, TODAY);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->pane);
  wb_account_unref (self->account);
  e2e_seat_free (self->seat);
  e2e_free (self->e2e);
}

static JsonNode *
get_served (Fixture      *self,
            guint         order,
            WbPlacements  place,
            const char   *language)
{
  g_autofree char *key = g_strdup_printf (KEY_FORMAT, order);
  g_autofree char *path = g_strdup_printf ("/portal/%s/offers?placement=%s&lang=%s", key,
                                           wb_placement_to_text (place), language);

  return e2e_api_get (self->e2e, path);
}

static char *
dup_member (JsonObject *object,
            const char *name)
{
  return json_object_get_null_member (object, name)
         ? NULL : g_strdup (json_object_get_string_member (object, name));
}

/* What a page would write of one served offer. */
static void
say_served (GString    *text,
            JsonObject *object,
            const char *language)
{
  const char *tool = json_object_get_string_member (object, "tool");
  g_autoptr (WbServedOffer) offer = wb_served_offer_new ();
  g_autofree char *title = NULL;
  g_autofree char *terms = NULL;

  if (g_str_equal (tool, "call_request")) {
    g_string_append_printf (text, "call_request %s\n",
                            json_object_get_string_member (object, "text"));
  } else if (g_str_equal (tool, "banner")) {
    g_assert_cmpstr (json_object_get_string_member (object, "banner"), ==, BANNER);
    g_string_append_printf (text, "banner %s\n",
                            json_object_get_string_member (object, "alt_text"));
  } else {
    g_assert_cmpstr (tool, ==, "coupon");
    offer->tool = WB_TOOL_COUPON;
    offer->kind = dup_member (object, "kind");
    offer->amount = dup_member (object, "amount");
    offer->currency = dup_member (object, "currency");
    offer->min_order_value = dup_member (object, "min_order_value");
    offer->validity_days = (int) json_object_get_int_member (object, "validity_days");
    title = wb_customer_coupon_title (offer, language);
    terms = wb_customer_coupon_terms (offer, language);
    g_string_append_printf (text, "coupon %s\ncoupon %s\n", title, terms);
  }
}

/* What the preview shows of the offers: values and texts, buttons and fields apart. */
static char *
say_shown (Fixture *self)
{
  GPtrArray *lines = wb_offer_preview_get_lines (wb_preview_pane_get_preview (self->pane));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++) {
    const WbPreviewLine *line = g_ptr_array_index (lines, i);

    if (line->kind == WB_PREVIEW_HEADING || line->kind == WB_PREVIEW_TERMS ||
        line->kind == WB_PREVIEW_PICTURE)
      g_string_append_printf (text, "%s %s\n", wb_tool_to_text (line->tool), line->text);
  }

  return g_string_free (text, FALSE);
}

/* The same for what is served; @n_out counts the offers. */
static char *
say_answer (Fixture    *self,
            JsonNode   *answer,
            const char *language,
            guint      *n_out)
{
  JsonObject *object = json_node_get_object (answer);
  JsonObject *colors = json_object_get_object_member (object, "colors");
  JsonArray *offers = json_object_get_array_member (object, "offers");
  GString *text = g_string_new (NULL);

  g_assert_cmpstr (json_object_get_string_member (object, "language"), ==, language);
  g_assert_cmpstr (json_object_get_string_member (colors, "primary"), ==,
                   self->account->color_primary);
  g_assert_cmpstr (json_object_get_string_member (colors, "background"), ==,
                   self->account->color_background);
  for (guint i = 0; i < json_array_get_length (offers); i++)
    say_served (text, json_array_get_object_element (offers, i), language);
  *n_out += json_array_get_length (offers);

  return g_string_free (text, FALSE);
}

/* The preview against the service, everywhere; returns how many offers were compared. */
static guint
compare_everywhere (Fixture *self)
{
  guint n_offers = 0;

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (places); j++) {
      for (guint k = 0; k < G_N_ELEMENTS (languages); k++) {
        g_autoptr (JsonNode) answer = get_served (self, i, places[j], languages[k]);
        g_autofree char *served = say_answer (self, answer, languages[k], &n_offers);
        g_autofree char *shown = NULL;

        wb_preview_pane_set_place (self->pane, places[j], k % 2 == 0 ? WB_PREVIEW_PHONE
                                                                     : WB_PREVIEW_DESKTOP);
        wb_preview_pane_set_customer (self->pane, languages[k], orders[i].currency);
        shown = say_shown (self);
        g_assert_cmpstr (shown, ==, served);
      }
    }
  }

  return n_offers;
}

static void
set_amount (WbOfferSet *set,
            const char *currency,
            const char *kind,
            const char *amount,
            const char *minimum)
{
  WbCouponAmount *row = wb_offer_set_ensure_amount (set, currency);

  g_free (row->kind);
  row->kind = g_strdup (kind);
  g_free (row->amount);
  row->amount = g_strdup (amount);
  g_free (row->min_order_value);
  row->min_order_value = g_strdup (minimum);
}

/* A manager's draft that starts from what is set now. */
static WbOfferSet *
new_draft (Fixture     *self,
           WbOfferSet **base_out)
{
  g_autoptr (GError) error = NULL;
  WbOfferSet *draft = NULL;

  *base_out = wb_offer_store_get (wb_workspace_get_reader (self->seat->workspace),
                                  E2E_TYPE_RETURN, &error);
  g_assert_no_error (error);
  draft = wb_offer_set_copy (*base_out);
  set_amount (draft, "CZK", WB_COUPON_KIND_FIXED, "200", "1000.00");
  set_amount (draft, "EUR", WB_COUPON_KIND_FIXED, "8.50", "0.00");
  draft->validity_days = 14;
  wb_lang_text_set (draft->call_text, "en", "Shall we call & help?");
  g_free (draft->banner);
  draft->banner = g_strdup (BANNER);
  g_free (draft->banner_target_url);
  draft->banner_target_url = g_strdup ("https://www.example.cz/akce");
  for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++) {
    wb_offer_set_set_on (draft, tool, TRUE);
    wb_offer_set_set_placements (draft, tool, WB_PLACEMENT_PORTAL | WB_PLACEMENT_TICKET_DETAIL |
                                 WB_PLACEMENT_EMAIL);
  }

  return draft;
}

/* Shows the draft, saves it, and compares what was shown with what is served then. */
static guint
save_and_compare (Fixture          *self,
                  const WbOfferSet *draft,
                  const WbOfferSet *base)
{
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GError) error = NULL;

  wb_preview_pane_show_set (self->pane, draft);
  wb_action_save_offers (self->seat->workspace, draft, base, &error);
  g_assert_no_error (error);
  e2e_seat_sync (self->seat);
  waiting = e2e_seat_outbox (self->seat);
  g_assert_cmpuint (waiting->len, ==, 0);

  return compare_everywhere (self);
}

static void
test_preview_equals_what_is_served (Fixture       *self,
                                    gconstpointer  data)
{
  guint n_offers = 0;

  for (guint on = 0; on < 8; on++) {
    g_autoptr (WbOfferSet) base = NULL;
    g_autoptr (WbOfferSet) draft = new_draft (self, &base);

    for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++)
      wb_offer_set_set_on (draft, tool, (on >> tool & 1) != 0);
    g_test_message ("tools %u", on);
    n_offers += save_and_compare (self, draft, base);
  }
  /* Each tool is on in 4 of 8 sets, at 3 places in 3 languages; the coupon in 2 of 3 currencies. */
  g_assert_cmpuint (n_offers, ==, 4 * 3 * 3 * (2 + 3 + 3));
}

static void
test_preview_equals_where_it_is_placed (Fixture       *self,
                                        gconstpointer  data)
{
  g_autoptr (WbOfferSet) base = NULL;
  g_autoptr (WbOfferSet) draft = new_draft (self, &base);

  set_amount (draft, "CZK", WB_COUPON_KIND_PERCENT, "12.50", "1000.00");
  set_amount (draft, "EUR", WB_COUPON_KIND_PERCENT, "12.50", NULL);
  draft->validity_days = 1;
  draft->coupon_placements = WB_PLACEMENT_PORTAL;
  draft->call_placements = WB_PLACEMENT_TICKET_DETAIL | WB_PLACEMENT_EMAIL;
  draft->banner_placements = WB_PLACEMENT_EMAIL;
  g_assert_cmpuint (save_and_compare (self, draft, base), ==, 3 * (2 * 1 + 3 * 2 + 3 * 1));
}

/* The day after the banner's last, in the preview and in the service. */
static void
test_preview_equals_after_the_banners_period (Fixture       *self,
                                              gconstpointer  data)
{
  g_autoptr (WbOfferSet) base = NULL;
  g_autoptr (WbOfferSet) draft = new_draft (self, &base);

  g_assert_cmpuint (save_and_compare (self, draft, base), ==, 3 * 3 * (2 + 3 + 3));
  e2e_advance (self->e2e, WB_DAY_MS);
  wb_preview_pane_set_today (self->pane, TODAY + 1);
  g_assert_cmpuint (compare_everywhere (self), ==, 3 * 3 * (2 + 3));
}

/* The twin: a draft that is not saved yet is shown and not served. */
static void
test_preview_differs_before_saving (Fixture       *self,
                                    gconstpointer  data)
{
  g_autoptr (WbOfferSet) base = NULL;
  g_autoptr (WbOfferSet) draft = new_draft (self, &base);
  g_autoptr (WbOfferSet) next = NULL;
  g_autoptr (JsonNode) answer = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *served = NULL;
  guint n_offers = 0;

  save_and_compare (self, draft, base);
  next = wb_offer_set_copy (draft);
  next->validity_days = 15;
  wb_preview_pane_show_set (self->pane, next);
  wb_preview_pane_set_place (self->pane, WB_PLACEMENT_PORTAL, WB_PREVIEW_PHONE);
  wb_preview_pane_set_customer (self->pane, "cs", "CZK");
  shown = say_shown (self);
  answer = get_served (self, 0, WB_PLACEMENT_PORTAL, "cs");
  served = say_answer (self, answer, "cs", &n_offers);
  g_assert_cmpuint (n_offers, ==, 3);
  g_assert_cmpstr (shown, !=, served);
}

#define ADD(name, func) \
  g_test_add ("/wb/e2e/preview/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("equals-what-is-served", test_preview_equals_what_is_served);
  ADD ("equals-where-it-is-placed", test_preview_equals_where_it_is_placed);
  ADD ("equals-after-the-banners-period", test_preview_equals_after_the_banners_period);
  ADD ("differs-before-saving", test_preview_differs_before_saving);

  return g_test_run ();
}
