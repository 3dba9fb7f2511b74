/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's data: repeatable to the byte, whole, and worth looking at on any day. */

#include "wb-demo-data.h"

#include <string.h>

#include "wb-answered.h"
#include "wb-coupon-code.h"
#include "wb-deadline.h"
#include "wb-image-probe.h"
#include "wb-phone.h"
#include "wb-time.h"
#include "wb-wire-account.h"
#include "wb-wire-activity.h"
#include "wb-wire-banner.h"
#include "wb-wire-coupon.h"
#include "wb-wire-offer-set.h"
#include "wb-wire-tag.h"
#include "wb-wire-ticket-state.h"
#include "wb-wire-ticket-type.h"
#include "wb-wire-ticket.h"
#include "wb-wire-user.h"

/* All that was made, as the helpdesk would say it. */
typedef struct
{
  GString *bytes;
  GPtrArray *tickets;  /* (element-type WbTicket) */
  GPtrArray *calls;    /* (element-type WbActivity) */
  GPtrArray *coupons;  /* (element-type WbCoupon) */
  GPtrArray *settings; /* (element-type WbOfferSet) */
  GPtrArray *banners;  /* (element-type WbBanner) */
  WbAccount *account;
  guint counts[WB_DEMO_COUPON + 1];
  GHashTable *ids;
} Made;

static void
clear_made (Made *made)
{
  g_string_free (made->bytes, TRUE);
  g_ptr_array_unref (made->tickets);
  g_ptr_array_unref (made->calls);
  g_ptr_array_unref (made->coupons);
  g_ptr_array_unref (made->settings);
  g_ptr_array_unref (made->banners);
  g_clear_pointer (&made->account, wb_account_unref);
  g_hash_table_unref (made->ids);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Made, clear_made)

static void
take_id (Made       *made,
         const char *id)
{
  g_assert_true (g_uuid_string_is_valid (id));
  g_assert_true (g_hash_table_add (made->ids, g_strdup (id)));
}

static JsonNode *
encode_one (Made       *made,
            WbDemoKind  kind,
            gpointer    record)
{
  switch (kind) {
    case WB_DEMO_ACCOUNT:
      made->account = wb_account_ref (record);
      return wb_wire_account_encode (record);
    case WB_DEMO_USER:
      take_id (made, ((WbUser *) record)->id);
      return wb_wire_user_encode (record);
    case WB_DEMO_TYPE:
      take_id (made, ((WbTicketType *) record)->id);
      return wb_wire_ticket_type_encode (record);
    case WB_DEMO_STATE:
      take_id (made, ((WbTicketState *) record)->id);
      return wb_wire_ticket_state_encode (record);
    case WB_DEMO_TAG:
      take_id (made, ((WbTag *) record)->id);
      return wb_wire_tag_encode (record);
    case WB_DEMO_BANNER:
      take_id (made, ((WbBanner *) record)->id);
      take_id (made, ((WbBanner *) record)->picture->id);
      g_ptr_array_add (made->banners, wb_banner_ref (record));
      return wb_wire_banner_encode (record);
    case WB_DEMO_SETTINGS:
      g_ptr_array_add (made->settings, wb_offer_set_ref (record));
      return wb_wire_offer_set_encode (record);
    case WB_DEMO_TICKET:
      take_id (made, ((WbTicket *) record)->id);
      g_ptr_array_add (made->tickets, wb_ticket_ref (record));
      return wb_wire_ticket_encode (record);
    case WB_DEMO_ACTIVITY:
      take_id (made, ((WbActivity *) record)->id);
      g_ptr_array_add (made->calls, wb_activity_ref (record));
      return wb_wire_activity_encode (record);
    case WB_DEMO_COUPON:
      take_id (made, ((WbCoupon *) record)->id);
      g_ptr_array_add (made->coupons, wb_coupon_ref (record));
      return wb_wire_coupon_encode (record);
    default:
      g_assert_not_reached ();
  }
}

static gboolean
take_one (WbDemoKind   kind,
          gpointer     record,
          const char  *token,
          gpointer     data,
          GError     **error)
{
  Made *made = data;
  g_autoptr (JsonNode) node = encode_one (made, kind, record);
  g_autofree char *text = wb_wire_print (node);

  g_assert_cmpint (kind == WB_DEMO_USER, ==, token != NULL);
  made->counts[kind]++;
  g_string_append_printf (made->bytes, "%s %s\n", text, token ? token : "");

  return TRUE;
}

static void
make_more (Made       *made,
           guint64     seed,
           const char *now,
           int         n_tickets,
           int         n_calls,
           int         n_answered)
{
  WbDemoDataOptions options = {
    .seed = seed, .n_tickets = n_tickets, .n_calls = n_calls, .n_answered = n_answered,
  };
  g_autoptr (WbDemoData) data = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_time_parse (now, &options.now));
  made->bytes = g_string_new (NULL);
  made->tickets = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_ticket_unref);
  made->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);
  made->coupons = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_unref);
  made->settings = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  made->banners = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_unref);
  made->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  data = wb_demo_data_new (&options);
  g_assert_true (wb_demo_data_make (data, take_one, made, &error));
  g_assert_no_error (error);
}

static void
make (Made       *made,
      guint64     seed,
      const char *now,
      int         n_tickets,
      int         n_calls)
{
  make_more (made, seed, now, n_tickets, n_calls, 0);
}

#define NOON "2026-11-21T11:00:00Z"

static void
test_demo_data_same_seed_same_bytes (void)
{
  g_auto (Made) one = { NULL };
  g_auto (Made) again = { NULL };
  g_auto (Made) other = { NULL };
  g_auto (Made) later = { NULL };

  make (&one, 7, NOON, 300, 50);
  make (&again, 7, NOON, 300, 50);
  make (&other, 8, NOON, 300, 50);
  make (&later, 7, "2026-11-21T11:00:01Z", 300, 50);
  g_assert_cmpstr (one.bytes->str, ==, again.bytes->str);
  g_assert_cmpstr (one.bytes->str, !=, other.bytes->str);
  g_assert_cmpstr (one.bytes->str, !=, later.bytes->str);
}

static void
test_demo_data_tokens (void)
{
  WbDemoDataOptions options = { .seed = 1, .now = 0 };
  g_autoptr (WbDemoData) data = wb_demo_data_new (&options);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < WB_DEMO_N_MANAGERS + WB_DEMO_N_AGENTS; i++) {
    const char *token = i < WB_DEMO_N_MANAGERS
      ? wb_demo_data_get_token (data, WB_ROLE_MANAGER, i)
      : wb_demo_data_get_token (data, WB_ROLE_AGENT, i - WB_DEMO_N_MANAGERS);

    g_assert_cmpuint (strlen (token), ==, 40);
    g_assert_cmpuint (strspn (token, "0123456789abcdef"), ==, 40);
    g_assert_true (g_hash_table_add (seen, (gpointer) token));
  }
}

static void
test_demo_data_counts (void)
{
  static const struct {
    int tickets;
    int calls;
  } cases[] = {
    { 0, 0 }, { 1, 0 }, { 1, 1 }, { 10, 10 }, { 10, 7 }, { 240, 40 }, { 500, 499 }, { 3200, 100 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Made) made = { NULL };

    g_test_message ("%d tickets, %d calls", cases[i].tickets, cases[i].calls);
    make (&made, 1, NOON, cases[i].tickets, cases[i].calls);
    g_assert_cmpuint (made.counts[WB_DEMO_ACCOUNT], ==, 1);
    g_assert_cmpuint (made.counts[WB_DEMO_USER], ==, 5);
    g_assert_cmpuint (made.counts[WB_DEMO_TYPE], ==, 5);
    g_assert_cmpuint (made.counts[WB_DEMO_STATE], ==, 25);
    g_assert_cmpuint (made.counts[WB_DEMO_TICKET], ==, (guint) cases[i].tickets);
    g_assert_cmpuint (made.counts[WB_DEMO_ACTIVITY], ==, (guint) cases[i].calls);
  }
}

static void
check_ticket (const WbTicket *ticket,
              gint64          now)
{
  gint64 total_minor = 0;

  g_assert_cmpint (ticket->created_at, <=, now);
  g_assert_cmpint (ticket->updated_at, <=, now);
  g_assert_cmpint (ticket->updated_at, >=, ticket->created_at);
  g_assert_cmpint (now - ticket->updated_at, <, 180 * WB_DAY_MS);
  if (ticket->closed_at != WB_TIME_NONE) {
    g_assert_cmpint (ticket->closed_at, >, ticket->created_at);
    g_assert_cmpint (ticket->closed_at, <=, ticket->updated_at);
  }
  for (guint i = 0; i < ticket->history->len; i++) {
    const WbHistoryItem *item = g_ptr_array_index (ticket->history, i);

    g_assert_cmpint (item->created_at, >=, ticket->created_at);
    g_assert_cmpint (item->created_at, <=, ticket->updated_at);
  }
  for (guint i = 0; i < ticket->products->len; i++) {
    const WbProduct *product = g_ptr_array_index (ticket->products, i);

    g_assert_cmpstr (product->price_with_vat.currency, ==, ticket->order_currency);
    total_minor += product->price_with_vat.minor * product->amount_milli / 1000;
  }
  g_assert_cmpint (total_minor, ==, ticket->order_price_with_vat.minor);
  g_assert_cmpint (ticket->order_price_with_vat.minor, >, 0);
}

static void
check_call (const WbActivity *call,
            const WbTicket   *ticket,
            gint64            now,
            GTimeZone        *zone)
{
  g_assert_cmpstr (call->ticket, ==, ticket->id);
  g_assert_cmpstr (ticket->call_request, ==, call->id);
  g_assert_cmpstr (call->ticket_code, ==, ticket->code);
  g_assert_cmpstr (call->customer_phone, ==, ticket->customer_phone);
  g_assert_cmpint (call->created_at, >, ticket->created_at);
  g_assert_cmpint (call->created_at, <=, now);
  g_assert_cmpint (call->updated_at, <=, now);
  g_assert_cmpint (call->original_due_at, ==, wb_deadline_promise (call->created_at, zone));
  g_assert_cmpint (call->due_at, <=, now + 30 * WB_DAY_MS);
  if (wb_activity_is_open (call)) {
    g_assert_cmpint (ticket->closed_at, ==, WB_TIME_NONE);
  } else {
    g_assert_true (wb_outcome_is_final (wb_outcome_from_text (call->outcome)));
    g_assert_cmpint (call->closed_at, <=, now);
    g_assert_nonnull (call->closed_by);
    g_assert_cmpint (call->called_at, >=, call->created_at);
    g_assert_cmpint (call->called_at, <=, call->closed_at);
    if (ticket->closed_at != WB_TIME_NONE)
      g_assert_cmpint (ticket->closed_at, >=, call->closed_at);
  }
  for (guint i = 0; i < call->attempts->len; i++) {
    const WbAttempt *attempt = g_ptr_array_index (call->attempts, i);

    g_assert_cmpint (attempt->at, >=, call->created_at);
    g_assert_cmpint (attempt->at, <=, now);
    g_assert_true (wb_outcome_is_attempt (wb_outcome_from_text (attempt->outcome)));
  }
}

static void
check_coupon (const WbCoupon *coupon,
              const WbTicket *ticket,
              gint64          now)
{
  g_assert_cmpstr (coupon->ticket_code, ==, ticket->code);
  /* Given on the ticket's call, or taken where there was none. */
  g_assert_cmpstr (coupon->activity, ==, ticket->call_request);
  g_assert_true (!coupon->activity || (coupon->issued_by && !coupon->placement));
  /* One that its shop did not make is nobody's. */
  if (g_str_equal (coupon->state, WB_COUPON_FAILED)) {
    g_assert_null (ticket->coupon);
    g_assert_null (coupon->code);
    g_assert_nonnull (coupon->error_message);
    return;
  }
  g_assert_cmpstr (ticket->coupon, ==, coupon->id);
  g_assert_cmpstr (coupon->currency, ==, ticket->order_currency);
  g_assert_true (wb_coupon_code_is_valid (coupon->code));
  g_assert_cmpint (coupon->created_at, >, ticket->created_at);
  g_assert_cmpint (coupon->updated_at, <=, now);
  g_assert_cmpint (coupon->used_at == WB_TIME_NONE, ==,
                   strcmp (coupon->state, WB_COUPON_USED) != 0);
  g_assert_cmpint (coupon->expires_at < now, >=, strcmp (coupon->state, WB_COUPON_EXPIRED) == 0);
  if (wb_coupon_is_live (coupon))
    g_assert_cmpint (coupon->expires_at, >=, now);
}

/* As the foot of the page counts them: staff who are good, and not perfect. */
static void
check_answered (const Made *made,
                gint64      now)
{
  WbAnsweredShare goal = { 0, 0 };
  WbAnsweredShare promise = { 0, 0 };
  g_autoptr (GHashTable) outcomes = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < made->calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (made->calls, i);
    WbAnswered by_goal = wb_answered_judge (call, wb_deadline_goal (call->created_at, 24), now);
    WbAnswered by_promise = wb_answered_judge (call, call->original_due_at, now);

    if (call->outcome)
      g_hash_table_add (outcomes, call->outcome);
    if (call->created_at < now - 30 * WB_DAY_MS)
      continue;
    goal.n_met += by_goal == WB_ANSWERED_MET;
    goal.n_counted += by_goal != WB_ANSWERED_NOT_YET;
    promise.n_met += by_promise == WB_ANSWERED_MET;
    promise.n_counted += by_promise != WB_ANSWERED_NOT_YET;
  }
  g_test_message ("%u of %u within 24 hours, %u of %u within 2 days", goal.n_met, goal.n_counted,
                  promise.n_met, promise.n_counted);
  g_assert_cmpuint (goal.n_counted, >, 150);
  g_assert_cmpint (wb_answered_percent (&goal), >=, 78);
  g_assert_cmpint (wb_answered_percent (&goal), <=, 92);
  g_assert_cmpint (wb_answered_percent (&promise), >=, 92);
  g_assert_cmpint (wb_answered_percent (&promise), <=, 98);
  for (WbOutcome outcome = WB_OUTCOME_RESOLVED; outcome <= WB_OUTCOME_WRONG_NUMBER; outcome++)
    g_assert_true (g_hash_table_contains (outcomes, wb_outcome_to_text (outcome)));
}

/* Calling hours differ where customers do. */
static void
check_countries (const Made *made)
{
  static const char *const countries[] = { "CZ", "SK", "PL", "DE", "AT", "US", "IE" };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < made->calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (made->calls, i);
    const char *country = call->customer_phone ? wb_phone_country (call->customer_phone) : NULL;

    if (country)
      g_hash_table_add (seen, (gpointer) country);
    if (call->customer_phone) {
      g_autofree char *phone = wb_phone_to_e164 (call->customer_phone, NULL);

      g_assert_cmpstr (phone, ==, call->customer_phone);
      g_assert_false (wb_phone_is_premium (phone));
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    g_assert_true (g_hash_table_contains (seen, countries[i]));
}

/* Whenever the demo is started, at night or over a change of the clock, each group has calls. */
static void
test_demo_data_is_worth_looking_at (void)
{
  static const char *const nows[] = {
    NOON, "2026-11-21T22:58:00Z", "2026-11-21T23:00:00Z", "2026-03-29T01:30:00Z",
    "2026-03-28T00:30:00Z", "2026-10-25T01:30:00Z", "2026-12-31T22:00:00Z", "2024-02-29T08:00:00Z",
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");

  for (gsize i = 0; i < G_N_ELEMENTS (nows); i++) {
    g_auto (Made) made = { NULL };
    g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (GHashTable) states = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (GHashTable) currencies = g_hash_table_new (g_str_hash, g_str_equal);
    guint groups[WB_CALL_GROUP_CLOSED + 1] = { 0 };
    guint n_without_phone = 0;
    guint n_accented = 0;
    guint n_taken = 0;
    gint64 now = 0;

    g_test_message ("%s", nows[i]);
    g_assert_true (wb_time_parse (nows[i], &now));
    make_more (&made, 3, nows[i], WB_DEMO_TICKETS_DEFAULT, WB_DEMO_CALLS_DEFAULT,
               WB_DEMO_ANSWERED_DEFAULT);
    check_answered (&made, now);
    check_countries (&made);

    for (guint j = 0; j < made.tickets->len; j++) {
      WbTicket *ticket = g_ptr_array_index (made.tickets, j);

      check_ticket (ticket, now);
      g_assert_true (g_hash_table_add (codes, ticket->code));
      g_hash_table_insert (by_id, ticket->id, ticket);
      g_hash_table_add (currencies, ticket->order_currency);
      n_accented += !g_str_is_ascii (ticket->customer_name);
    }
    for (guint j = 0; j < made.calls->len; j++) {
      const WbActivity *call = g_ptr_array_index (made.calls, j);

      check_call (call, g_hash_table_lookup (by_id, call->ticket), now, zone);
      groups[wb_call_group_of (call, now, zone)]++;
      n_without_phone += !call->customer_phone;
      n_taken += wb_activity_is_open (call) && call->assignee;
    }
    for (guint j = 0; j < made.coupons->len; j++) {
      const WbCoupon *coupon = g_ptr_array_index (made.coupons, j);

      check_coupon (coupon, g_hash_table_lookup (by_id, coupon->ticket), now);
      g_hash_table_add (states, coupon->state);
    }
    g_assert_true (g_hash_table_contains (states, WB_COUPON_USED));
    g_assert_true (g_hash_table_contains (states, WB_COUPON_EXPIRED));
    g_assert_true (g_hash_table_contains (states, WB_COUPON_ACTIVE));
    for (gsize j = 0; j < G_N_ELEMENTS (groups); j++)
      g_assert_cmpuint (groups[j], >=, 3);
    g_assert_cmpuint (n_without_phone, >=, 3);
    g_assert_cmpuint (n_taken, >=, 3);
    g_assert_cmpuint (n_accented, >, WB_DEMO_TICKETS_DEFAULT / 2);
    g_assert_true (g_hash_table_contains (currencies, "CZK"));
    g_assert_true (g_hash_table_contains (currencies, "EUR"));
    g_assert_true (g_hash_table_contains (currencies, "PLN"));
  }
}

static gboolean
find_banner (const char *banner_id,
             gboolean   *archived_out,
             gpointer    data)
{
  const Made *made = data;

  for (guint i = 0; i < made->banners->len; i++) {
    const WbBanner *banner = g_ptr_array_index (made->banners, i);

    *archived_out = banner->archived;
    if (g_str_equal (banner->id, banner_id))
      return TRUE;
  }

  return FALSE;
}

/* All versions of all offers would be taken by the portal's own rules, and tell a history. */
static void
test_demo_data_offers_are_valid (void)
{
  WbDemoDataOptions options = { .seed = 1, .now = 0 };
  g_autoptr (WbDemoData) data = wb_demo_data_new (&options);
  g_autoptr (GPtrArray) stores =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_merchant_store_unref);
  g_auto (Made) made = { NULL };
  WbOfferContext context = { .stores = stores, .banner_exists = find_banner, .banner_data = &made };
  const WbOfferSet *before = NULL;
  guint n_types = 0;
  gint64 now = 0;

  g_assert_true (wb_time_parse (NOON, &now));
  make (&made, 1, NOON, 0, 0);
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++)
    g_ptr_array_add (stores, wb_demo_data_new_store (data, (WbDemoShop) i));
  context.default_language = made.account->default_language;
  g_assert_cmpuint (made.settings->len, ==, 15);
  for (guint i = 0; i < made.settings->len; i++) {
    const WbOfferSet *set = g_ptr_array_index (made.settings, i);
    g_autoptr (GPtrArray) problems = wb_offer_set_validate (set, &context);

    /* Of the past ones, one may show a banner that is archived since. */
    for (guint j = 0; j < problems->len; j++) {
      g_assert_cmpstr (((WbProblem *) g_ptr_array_index (problems, j))->code, ==, "banner_archived");
      g_assert_cmpint (set->updated_at, <, now - 90 * WB_DAY_MS);
    }
    g_assert_true (set->coupon_enabled);
    g_assert_cmpuint (set->amounts->len, ==, 3);
    if (set->version == 1) {
      n_types++;
    } else {
      g_assert_cmpstr (set->type, ==, before->type);
      g_assert_cmpint (set->version, ==, before->version + 1);
      g_assert_cmpint (set->updated_at, >, before->updated_at);
      g_assert_cmpstr (set->updated_by, !=, before->updated_by);
      g_assert_false (wb_offer_set_equal_tools (set, before));
    }
    before = set;
  }
  g_assert_cmpuint (n_types, ==, 4);
}

/* Each picture may be a banner, and says of itself what it is; the periods show every phase. */
static void
test_demo_data_banners (void)
{
  g_auto (Made) made = { NULL };
  guint n_phases[WB_BANNER_OVER + 1] = { 0 };
  guint n_archived = 0;
  gint32 today = 0;

  make (&made, 1, NOON, 0, 0);
  g_assert_true (wb_date_parse ("2026-11-21", &today));
  g_assert_cmpuint (made.banners->len, ==, 6);
  for (guint i = 0; i < made.banners->len; i++) {
    const WbBanner *banner = g_ptr_array_index (made.banners, i);
    g_autoptr (GPtrArray) problems = wb_banner_validate (banner, made.account->default_language);
    g_autoptr (GBytes) bytes = wb_demo_picture_load (banner->picture->name);
    g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
    g_autoptr (GError) error = NULL;
    WbImageInfo info;
    gsize size = 0;
    const guint8 *data = g_bytes_get_data (bytes, &size);

    g_test_message ("%s", banner->picture->name);
    g_assert_cmpuint (problems->len, ==, 0);
    g_assert_true (wb_image_probe (data, size, size, &info, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (info.mime_type, ==, banner->picture->mime_type);
    g_assert_cmpint (info.width, ==, banner->picture->width);
    g_assert_cmpint (info.height, ==, banner->picture->height);
    g_assert_cmpint ((gint64) size, ==, banner->picture->size);
    g_assert_cmpstr (sum, ==, banner->picture->sha256);
    n_archived += banner->archived ? 1 : 0;
    n_phases[wb_banner_get_phase (banner, today)]++;
  }
  for (guint i = 0; i < G_N_ELEMENTS (n_phases); i++)
    g_assert_cmpuint (n_phases[i], >, 0);
  g_assert_cmpuint (n_archived, ==, 1);
}

/* A coupon is worth what the version it names said. */
static void
test_demo_data_coupons_name_versions (void)
{
  g_auto (Made) made = { NULL };
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  make (&made, 1, NOON, 3200, 0);
  g_assert_cmpuint (made.coupons->len, >, 20);
  for (guint i = 0; i < made.coupons->len; i++) {
    const WbCoupon *coupon = g_ptr_array_index (made.coupons, i);
    const WbOfferSet *named = NULL;
    const WbOfferSet *next = NULL;

    for (guint j = 0; j < made.settings->len; j++) {
      const WbOfferSet *set = g_ptr_array_index (made.settings, j);

      if (g_strcmp0 (set->type, coupon->ticket_type) != 0)
        continue;
      if (set->version == coupon->settings_version)
        named = set;
      if (set->version == coupon->settings_version + 1)
        next = set;
    }
    g_assert_nonnull (named);
    g_assert_cmpint (named->updated_at, <=, coupon->created_at);
    if (next)
      g_assert_cmpint (next->updated_at, >, coupon->created_at);
    g_assert_cmpstr (wb_offer_set_find_amount (named, coupon->currency)->amount, ==, coupon->amount);
    g_hash_table_add (seen, GINT_TO_POINTER ((int) coupon->settings_version));
  }
  g_assert_cmpuint (g_hash_table_size (seen), >, 1);
}

static void
test_demo_data_inactive (void)
{
  WbDemoDataOptions options = { .seed = 1, .n_tickets = 300, .n_calls = 5, .inactive = TRUE };
  g_autoptr (WbDemoData) data = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Made) made = { NULL };
  g_auto (Made) active = { NULL };

  make (&active, 1, NOON, 300, 5);
  g_assert_cmpuint (active.counts[WB_DEMO_COUPON], >, 0);

  make (&made, 1, NOON, 0, 0);
  g_assert_true (wb_time_parse (NOON, &options.now));
  data = wb_demo_data_new (&options);
  memset (made.counts, 0, sizeof made.counts);
  g_clear_pointer (&made.account, wb_account_unref);
  g_hash_table_remove_all (made.ids);
  g_assert_true (wb_demo_data_make (data, take_one, &made, &error));
  g_assert_false (made.account->remarketing_active);
  g_assert_cmpint (made.account->remarketing_activated_at, ==, WB_TIME_NONE);
  g_assert_cmpuint (made.counts[WB_DEMO_BANNER], ==, 0);
  g_assert_cmpuint (made.counts[WB_DEMO_SETTINGS], ==, 0);
  g_assert_cmpuint (made.counts[WB_DEMO_COUPON], ==, 0);
  g_assert_cmpuint (made.counts[WB_DEMO_TICKET], ==, 300);
  g_assert_cmpuint (made.counts[WB_DEMO_ACTIVITY], ==, 5);
}

static gboolean
refuse_third_ticket (WbDemoKind   kind,
                     gpointer     record,
                     const char  *token,
                     gpointer     data,
                     GError     **error)
{
  guint *n_tickets = data;

  if (kind == WB_DEMO_TICKET && ++*n_tickets == 3) {
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "full");
    return FALSE;
  }

  return TRUE;
}

static void
test_demo_data_stops_when_refused (void)
{
  WbDemoDataOptions options = { .seed = 1, .now = 1795258800000, .n_tickets = 9 };
  g_autoptr (WbDemoData) data = wb_demo_data_new (&options);
  g_autoptr (GError) error = NULL;
  guint n_tickets = 0;

  g_assert_false (wb_demo_data_make (data, refuse_third_ticket, &n_tickets, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_assert_cmpuint (n_tickets, ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/demo/data/same-seed-same-bytes", test_demo_data_same_seed_same_bytes);
  g_test_add_func ("/wb/demo/data/tokens", test_demo_data_tokens);
  g_test_add_func ("/wb/demo/data/counts", test_demo_data_counts);
  g_test_add_func ("/wb/demo/data/is-worth-looking-at", test_demo_data_is_worth_looking_at);
  g_test_add_func ("/wb/demo/data/offers-are-valid", test_demo_data_offers_are_valid);
  g_test_add_func ("/wb/demo/data/banners-are-real-pictures", test_demo_data_banners);
  g_test_add_func ("/wb/demo/data/coupons-name-their-version", test_demo_data_coupons_name_versions);
  g_test_add_func ("/wb/demo/data/inactive-has-no-offers", test_demo_data_inactive);
  g_test_add_func ("/wb/demo/data/stops-when-refused", test_demo_data_stops_when_refused);

  return g_test_run ();
}
