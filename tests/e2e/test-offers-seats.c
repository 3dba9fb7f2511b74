/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Offers between two desks and the service: going back to an earlier version, two managers at once,
 * banners with their pictures, switching remarketing on and off, and edits made without the server. */

#include "config.h"

#include "wb-e2e.h"

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-offer-history.h"
#include "wb-offer-proposal.h"
#include "wb-offer-store.h"
#include "wb-outbox.h"
#include "wb-staff-actions.h"
#include "wb-wire-offer-set.h"

#include <string.h>

#define PICTURE_KEY "5e000001-0000-4000-8000-00000000000"

typedef void (*Change) (WbOfferSet *set, const char *value);

static WbOfferSet *
get_offers (E2eSeat    *seat,
            const char *type)
{
  g_autoptr (GError) error = NULL;
  WbOfferSet *set = wb_offer_store_get (wb_workspace_get_reader (seat->workspace), type, &error);

  g_assert_no_error (error);
  g_assert_nonnull (set);

  return set;
}

/* Saves what @change makes of the offers that the desk shows. */
static void
save_change (E2eSeat    *seat,
             const char *type,
             Change      change,
             const char *value)
{
  g_autoptr (WbOfferSet) base = get_offers (seat, type);
  g_autoptr (WbOfferSet) set = wb_offer_set_copy (base);
  g_autoptr (GError) error = NULL;

  change (set, value);
  wb_action_save_offers (seat->workspace, set, base, &error);
  g_assert_no_error (error);
}

static void
change_amount (WbOfferSet *set,
               const char *value)
{
  WbCouponAmount *row = wb_offer_set_ensure_amount (set, "CZK");

  g_free (row->amount);
  row->amount = g_strdup (value);
}

static void
change_days (WbOfferSet *set,
             const char *value)
{
  set->validity_days = atoi (value);
}

static void
change_text (WbOfferSet *set,
             const char *value)
{
  wb_lang_text_set (set->call_text, "cs", value);
}

static void
change_english_text (WbOfferSet *set,
                     const char *value)
{
  wb_lang_text_set (set->call_text, "en", value);
}

static void
change_banner (WbOfferSet *set,
               const char *value)
{
  g_free (set->banner);
  set->banner = g_strdup (value);
  g_free (set->banner_target_url);
  set->banner_target_url = g_strdup ("https://www.example.com/akce");
  set->banner_enabled = TRUE;
  set->banner_placements = WB_PLACEMENT_PORTAL | WB_PLACEMENT_EMAIL;
}

static void
change_call_off (WbOfferSet *set,
                 const char *value)
{
  set->call_enabled = FALSE;
}

/* The tools as the API writes them, to the byte, and of which version they are. */
static char *
api_tools (E2e    *e2e,
           gint64 *version_out)
{
  g_autoptr (JsonNode) settings = e2e_api_get (e2e, "/remarketing/settings/" E2E_TYPE_RETURN);
  JsonObject *object = json_node_get_object (settings);

  *version_out = json_object_get_int_member (object, "version");

  return json_to_string (json_object_get_member (object, "tools"), FALSE);
}

static GPtrArray *
fetch_versions (E2eSeat *seat)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *versions = NULL;

  wb_sync_fetch_versions (seat->sync, E2E_TYPE_RETURN, NULL, &error);
  g_assert_no_error (error);
  versions = wb_offer_history_list (wb_workspace_get_reader (seat->workspace), E2E_TYPE_RETURN, &error);
  g_assert_no_error (error);

  return versions;
}

static const WbOfferSet *
find_version (GPtrArray *versions,
              gint64     version)
{
  for (guint i = 0; i < versions->len; i++) {
    const WbOfferSet *set = g_ptr_array_index (versions, i);

    if (set->version == version)
      return set;
  }
  g_error ("version %" G_GINT64_FORMAT " is not in the history", version);
}

static void
restore (E2eSeat          *seat,
         const WbOfferSet *old)
{
  g_autoptr (WbOfferSet) base = get_offers (seat, E2E_TYPE_RETURN);
  g_autoptr (WbOfferSet) set = wb_offer_set_go_back (old, base);
  g_autoptr (GError) error = NULL;

  wb_action_save_offers (seat->workspace, set, base, &error);
  g_assert_no_error (error);
  e2e_seat_sync (seat);
}

/* A coupon on the call of a return, as an agent gives it. */
static WbCoupon *
give_coupon (E2eSeat *seat,
             guint    index)
{
  g_autoptr (WbActivity) call = e2e_seat_call (seat, index);
  g_autoptr (WbOfferSet) offers = get_offers (seat, E2E_TYPE_RETURN);
  const WbCouponAmount *row = wb_offer_set_find_amount (offers, "CZK");
  g_autoptr (WbCouponRequest) request = wb_coupon_request_new ();
  g_autoptr (GError) error = NULL;
  WbCoupon *coupon = NULL;
  gint64 seq = 0;

  request->currency = g_strdup ("CZK");
  request->kind = g_strdup (row->kind);
  request->amount = g_strdup (row->amount);
  request->min_order_value = g_strdup (row->min_order_value);
  request->validity_days = offers->validity_days;
  request->activity = g_strdup (call->id);
  wb_action_take (seat->workspace, call->id, 0, &error);
  g_assert_no_error (error);
  e2e_seat_sync (seat);
  wb_action_request_coupon (seat->workspace, call->ticket, request, &seq, &error);
  g_assert_no_error (error);
  coupon = wb_sync_give_coupon (seat->sync, seq, NULL, &error);
  g_assert_no_error (error);

  return coupon;
}

/* Going back is a new version with the old one's very bytes, at the service and at the other desk;
 * coupons name the version they came from, whatever is offered since. */
static void
test_offers_restored_to_the_byte (void)
{
  g_autoptr (E2e) e2e = e2e_new (6, 6);
  g_autoptr (E2eSeat) marie = e2e_seat_new (e2e, E2E_MARIE);
  g_autoptr (E2eSeat) eva = e2e_seat_new (e2e, E2E_EVA);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *restored = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (JsonNode) listed = NULL;
  g_autoptr (WbCoupon) before_coupon = NULL;
  g_autoptr (WbCoupon) after_coupon = NULL;
  g_autoptr (WbOfferSet) at_evas = NULL;
  g_autoptr (JsonNode) evas_tools = NULL;
  g_autofree char *evas_text = NULL;
  gint64 first_version = 0, second_version = 0, restored_version = 0;

  e2e_seat_sync (marie);
  save_change (marie, E2E_TYPE_RETURN, change_amount, "150.00");
  e2e_seat_sync (marie);
  first = api_tools (e2e, &first_version);
  e2e_seat_sync (eva);
  before_coupon = give_coupon (eva, 0);
  g_assert_cmpint (before_coupon->settings_version, ==, first_version);

  e2e_advance (e2e, WB_MINUTE_MS);
  save_change (marie, E2E_TYPE_RETURN, change_amount, "199.90");
  save_change (marie, E2E_TYPE_RETURN, change_text, "Máme vám zavolat?");
  e2e_seat_sync (marie);
  second = api_tools (e2e, &second_version);
  g_assert_cmpint (second_version, >, first_version);
  g_assert_cmpstr (second, !=, first);

  versions = fetch_versions (marie);
  g_assert_cmpint (((WbOfferSet *) g_ptr_array_index (versions, 0))->version, ==, second_version);
  restore (marie, find_version (versions, first_version));
  restored = api_tools (e2e, &restored_version);
  g_assert_cmpstr (restored, ==, first);
  g_assert_cmpint (restored_version, >, second_version);

  /* Nothing was rewritten: every version is there, and who made the newest. */
  after = fetch_versions (marie);
  g_assert_cmpuint (after->len, ==, versions->len + 1);
  g_assert_cmpstr (((WbOfferSet *) g_ptr_array_index (after, 0))->updated_by, ==, e2e->user_ids[E2E_MARIE]);
  find_version (after, second_version);

  e2e_seat_sync (eva);
  at_evas = get_offers (eva, E2E_TYPE_RETURN);
  evas_tools = wb_wire_offer_set_encode (at_evas);
  evas_text = json_to_string (json_object_get_member (json_node_get_object (evas_tools), "tools"), FALSE);
  g_assert_cmpstr (evas_text, ==, first);
  after_coupon = give_coupon (eva, 1);
  g_assert_cmpint (after_coupon->settings_version, ==, restored_version);
  g_assert_cmpstr (after_coupon->amount, ==, before_coupon->amount);
}

static GPtrArray *
list_conflicts (E2eSeat *seat)
{
  GPtrArray *rows = e2e_seat_outbox (seat);

  for (guint i = rows->len; i > 0; i--) {
    if (((WbOutboxRow *) g_ptr_array_index (rows, i - 1))->state != WB_OUTBOX_CONFLICT)
      g_ptr_array_remove_index (rows, i - 1);
  }

  return rows;
}

/* Different fields of one version: both hold, at the service and at both desks. */
static void
test_offers_two_managers_merge (void)
{
  static const struct
  {
    Change mine;
    const char *my_value;
    Change theirs;
    const char *their_value;
  } rows[] = {
    { change_amount, "250.00", change_days, "30" },
    { change_text, "Zavoláme?", change_english_text, "Shall we call?" },
    { change_call_off, NULL, change_amount, "260.00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (E2e) e2e = e2e_new (1, 0);
    g_autoptr (E2eSeat) marie = e2e_seat_new (e2e, E2E_MARIE);
    g_autoptr (E2eSeat) petr = e2e_seat_new (e2e, E2E_PETR);
    g_autoptr (WbOfferSet) wanted = NULL;
    g_autoptr (WbOfferSet) at_maries = NULL;
    g_autoptr (WbOfferSet) at_petrs = NULL;
    g_autoptr (GPtrArray) conflicts = NULL;

    g_test_message ("pair %u", i);
    e2e_seat_sync (marie);
    e2e_seat_sync (petr);
    wanted = get_offers (petr, E2E_TYPE_RETURN);
    rows[i].mine (wanted, rows[i].my_value);
    rows[i].theirs (wanted, rows[i].their_value);
    save_change (petr, E2E_TYPE_RETURN, rows[i].theirs, rows[i].their_value);
    save_change (marie, E2E_TYPE_RETURN, rows[i].mine, rows[i].my_value);
    e2e_seat_sync (petr);
    e2e_seat_sync (marie);
    conflicts = list_conflicts (marie);
    g_assert_cmpuint (conflicts->len, ==, 0);
    e2e_seat_sync (petr);
    at_maries = get_offers (marie, E2E_TYPE_RETURN);
    at_petrs = get_offers (petr, E2E_TYPE_RETURN);
    g_assert_true (wb_offer_set_equal_tools (at_maries, wanted));
    g_assert_true (wb_offer_set_equal_tools (at_petrs, wanted));
  }
}

/* The same text: nothing is sent before a person has seen mine, theirs and before, and decided. */
static void
test_offers_same_text_asks (void)
{
  g_autoptr (E2e) e2e = e2e_new (1, 0);
  g_autoptr (E2eSeat) marie = e2e_seat_new (e2e, E2E_MARIE);
  g_autoptr (E2eSeat) petr = e2e_seat_new (e2e, E2E_PETR);
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GPtrArray) clashes = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autofree char *petrs_tools = NULL;
  g_autofree char *unsettled_tools = NULL;
  g_autoptr (WbOfferSet) chosen = NULL;
  g_autoptr (WbOfferSet) settled = NULL;
  g_autoptr (GError) error = NULL;
  const WbOutboxRow *row;
  const WbFieldClash *clash;
  gint64 petrs_version = 0, unsettled_version = 0;

  e2e_seat_sync (marie);
  e2e_seat_sync (petr);
  save_change (petr, E2E_TYPE_RETURN, change_text, "Petrův text?");
  e2e_seat_sync (petr);
  petrs_tools = api_tools (e2e, &petrs_version);
  save_change (marie, E2E_TYPE_RETURN, change_text, "Mariin text?");
  save_change (marie, E2E_TYPE_RETURN, change_days, "30");
  e2e_seat_sync (marie);

  unsettled_tools = api_tools (e2e, &unsettled_version);
  g_assert_cmpstr (unsettled_tools, ==, petrs_tools);
  conflicts = list_conflicts (marie);
  g_assert_cmpuint (conflicts->len, ==, 1);
  row = g_ptr_array_index (conflicts, 0);
  clashes = wb_outbox_row_list_clashes (row);
  g_assert_cmpuint (clashes->len, ==, 1);
  clash = g_ptr_array_index (clashes, 0);
  g_assert_cmpstr (clash->path, ==, "tools.call_request.text.cs");
  g_assert_cmpstr (clash->mine, ==, "Mariin text?");
  g_assert_cmpstr (clash->theirs, ==, "Petrův text?");
  g_assert_cmpstr (clash->base, ==, "Chcete, abychom vám zavolali?");

  chosen = wb_wire_offer_set_decode (row->current, &error);
  g_assert_no_error (error);
  change_text (chosen, "Společný text?");
  g_free (chosen->type);
  chosen->type = g_strdup (E2E_TYPE_RETURN);
  wb_action_settle_offers (marie->workspace, row->seq, chosen, &error);
  g_assert_no_error (error);
  e2e_seat_sync (marie);
  e2e_seat_sync (petr);
  settled = get_offers (petr, E2E_TYPE_RETURN);
  g_assert_cmpstr (wb_lang_text_get (settled->call_text, "cs"), ==, "Společný text?");
  left = e2e_seat_outbox (marie);
  g_assert_cmpuint (left->len, ==, 0);
}

static GBytes *
load_picture (void)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "images", "banner.png", NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length = 0;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (data, length);
}

static WbBannerRequest *
new_request (const char *name)
{
  WbBannerRequest *request = wb_banner_request_new ();

  request->file_name = g_strdup ("banner.png");
  request->bytes = load_picture ();
  request->banner = wb_banner_new ();
  g_free (request->banner->name);
  request->banner->name = g_strdup (name);
  wb_lang_text_set (request->banner->alt_text, "cs", "Podzimní sleva");
  request->upload_key = g_strdup (PICTURE_KEY "1");
  request->create_key = g_strdup (PICTURE_KEY "2");

  return request;
}

static WbBanner *
get_banner (E2eSeat    *seat,
            const char *id)
{
  g_autoptr (GError) error = NULL;
  WbBanner *banner = wb_banner_store_get (wb_workspace_get_reader (seat->workspace), id, &error);

  g_assert_no_error (error);

  return banner;
}

/* Made at one desk, it shows at the other with its picture; asked again, it is the same one. */
static void
test_offers_banner_reaches_the_other_desk (void)
{
  g_autoptr (E2e) e2e = e2e_new (1, 0);
  g_autoptr (E2eSeat) marie = e2e_seat_new (e2e, E2E_MARIE);
  g_autoptr (E2eSeat) eva = e2e_seat_new (e2e, E2E_EVA);
  g_autoptr (WbBannerRequest) request = new_request ("Podzim 2025");
  g_autoptr (WbBannerRequest) repeated = new_request ("Podzim 2025");
  g_autoptr (WbBanner) made = NULL;
  g_autoptr (WbBanner) again = NULL;
  g_autoptr (WbBanner) at_evas = NULL;
  g_autoptr (WbBanner) changed = NULL;
  g_autoptr (WbBanner) renamed = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (JsonNode) page = NULL;
  g_autoptr (GError) error = NULL;

  e2e_seat_sync (marie);
  e2e_seat_sync (eva);
  made = wb_sync_create_banner (marie->sync, request, NULL, &error);
  g_assert_no_error (error);
  /* The answer was lost: the same keys, sent again from the start. */
  again = wb_sync_create_banner (marie->sync, repeated, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->id, ==, made->id);
  page = e2e_api_get (e2e, "/remarketing/banners?archived=all");
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (page), "count"), ==, 1);

  g_assert_null (get_banner (eva, made->id));
  e2e_seat_sync (eva);
  at_evas = get_banner (eva, made->id);
  g_assert_nonnull (at_evas);
  g_assert_cmpstr (at_evas->name, ==, "Podzim 2025");
  g_assert_cmpstr (wb_lang_text_get (at_evas->alt_text, "cs"), ==, "Podzimní sleva");
  picture = wb_banner_store_get_picture (wb_workspace_get_reader (eva->workspace), at_evas->picture->sha256,
                                         &error);
  g_assert_no_error (error);
  g_assert_nonnull (picture);
  g_assert_true (g_bytes_equal (picture, request->bytes));

  changed = wb_banner_copy (made);
  g_free (changed->name);
  changed->name = g_strdup ("Zima 2025");
  wb_action_change_banner (marie->workspace, changed, made, &error);
  g_assert_no_error (error);
  e2e_seat_sync (marie);
  e2e_seat_sync (eva);
  renamed = get_banner (eva, made->id);
  g_assert_cmpstr (renamed->name, ==, "Zima 2025");
}

static gboolean
is_active (E2eSeat *seat)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = wb_account_store_get (wb_workspace_get_reader (seat->workspace), &error);

  g_assert_no_error (error);

  return account->remarketing_active;
}

/* Off at one desk, off at the other, and with its offers as they were when it is on again. An agent
 * is refused without a word to the service. */
static void
test_offers_switching_reaches_the_other_desk (void)
{
  g_autoptr (E2e) e2e = e2e_new (1, 0);
  g_autoptr (E2eSeat) marie = e2e_seat_new (e2e, E2E_MARIE);
  g_autoptr (E2eSeat) eva = e2e_seat_new (e2e, E2E_EVA);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  gint64 version = 0;

  e2e_seat_sync (marie);
  e2e_seat_sync (eva);
  before = api_tools (e2e, &version);
  wb_action_activate_remarketing (marie->workspace, FALSE, &error);
  g_assert_no_error (error);
  g_assert_false (is_active (marie));
  g_assert_true (is_active (eva));
  e2e_seat_sync (marie);
  e2e_seat_sync (eva);
  g_assert_false (is_active (eva));

  g_assert_false (wb_action_activate_remarketing (eva->workspace, TRUE, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_ROLE);
  rows = e2e_seat_outbox (eva);
  g_assert_cmpuint (rows->len, ==, 0);

  g_clear_error (&error);
  wb_action_activate_remarketing (marie->workspace, TRUE, &error);
  g_assert_no_error (error);
  e2e_seat_sync (marie);
  e2e_seat_sync (eva);
  g_assert_true (is_active (eva));
  after = api_tools (e2e, &version);
  g_assert_cmpstr (after, ==, before);
}

/* An hour without the server: coupon, call request and banner are edited one after the other, and a
* type that was never configured too. All arrives, each edit a version, in the order it was made. */
static void
test_offers_offline_edits_arrive_in_order (void)
{
  g_autoptr (E2e) e2e = e2e_new (1, 0);
  g_autoptr (E2eSeat) marie = e2e_seat_new (e2e, E2E_MARIE);
  g_autoptr (WbBannerRequest) request = new_request ("Podzim 2025");
  g_autoptr (WbBanner) banner = NULL;
  g_autoptr (WbOfferSet) wanted = NULL;
  g_autoptr (WbOfferSet) there = NULL;
  g_autoptr (WbOfferSet) claim = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (WbHelpdesk) client = NULL;
  g_autoptr (GError) error = NULL;
  const WbOfferSet *third;
  const WbOfferSet *second;
  const WbOfferSet *first;

  e2e_seat_sync (marie);
  banner = wb_sync_create_banner (marie->sync, request, NULL, &error);
  g_assert_no_error (error);
  e2e_seat_sync (marie);
  e2e_stop_portal (e2e);

  save_change (marie, E2E_TYPE_RETURN, change_amount, "175.00");
  e2e_advance (e2e, 10 * WB_MINUTE_MS);
  save_change (marie, E2E_TYPE_RETURN, change_text, "Můžeme zavolat?");
  e2e_advance (e2e, 10 * WB_MINUTE_MS);
  save_change (marie, E2E_TYPE_RETURN, change_banner, banner->id);
  save_change (marie, E2E_TYPE_CLAIM, change_text, "U reklamace?");
  g_assert_false (wb_sync_run (marie->sync, NULL, &error));
  g_clear_error (&error);
  waiting = e2e_seat_outbox (marie);
  g_assert_cmpuint (waiting->len, ==, 4);
  wanted = get_offers (marie, E2E_TYPE_RETURN);

  e2e_start_portal (e2e);
  e2e_advance (e2e, 2 * WB_MINUTE_MS);
  e2e_seat_sync (marie);
  left = e2e_seat_outbox (marie);
  g_assert_cmpuint (left->len, ==, 0);
  client = e2e_client (e2e, E2E_PETR);
  there = wb_helpdesk_get_settings (client, E2E_TYPE_RETURN, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (wb_offer_set_equal_tools (there, wanted));
  claim = wb_helpdesk_get_settings (client, E2E_TYPE_CLAIM, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (wb_lang_text_get (claim->call_text, "cs"), ==, "U reklamace?");

  versions = fetch_versions (marie);
  g_assert_cmpuint (versions->len, >=, 3);
  third = g_ptr_array_index (versions, 0);
  second = g_ptr_array_index (versions, 1);
  first = g_ptr_array_index (versions, 2);
  g_assert_cmpstr (third->banner, ==, banner->id);
  g_assert_null (second->banner);
  g_assert_cmpstr (wb_lang_text_get (second->call_text, "cs"), ==, "Můžeme zavolat?");
  g_assert_cmpstr (wb_lang_text_get (first->call_text, "cs"), ==, "Chcete, abychom vám zavolali?");
  g_assert_cmpstr (wb_offer_set_find_amount (first, "CZK")->amount, ==, "175.00");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/offers-seats/restored-to-the-byte", test_offers_restored_to_the_byte);
  g_test_add_func ("/e2e/offers-seats/two-managers-merge", test_offers_two_managers_merge);
  g_test_add_func ("/e2e/offers-seats/same-text-asks", test_offers_same_text_asks);
  g_test_add_func ("/e2e/offers-seats/banner-reaches-the-other-desk", test_offers_banner_reaches_the_other_desk);
  g_test_add_func ("/e2e/offers-seats/switching-reaches-the-other-desk",
                   test_offers_switching_reaches_the_other_desk);
  g_test_add_func ("/e2e/offers-seats/offline-edits-arrive-in-order", test_offers_offline_edits_arrive_in_order);

  return g_test_run ();
}
