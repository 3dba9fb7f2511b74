/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the Coupons page costs at N coupons, without its window:
*
*   bench-coupons fill FOLDER N     makes the workspace; prints how fast
*   bench-coupons ask FOLDER        every question the page asks, many times; prints JSON
*   bench-coupons export FOLDER CSV writes all of them; prints JSON
*
* Times are of the thread's processor, so that a busy machine does not change them; the export's are of the
* clock on the wall, for it is compared with another program. */

#include "config.h"

#include "wb-account-store.h"
#include "wb-coupon-list.h"
#include "wb-coupon-store.h"
#include "wb-meta-store.h"
#include "wb-ticket-store.h"
#include "wb-time.h"
#include "wb-workspace.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_TYPES 6
#define N_STORES 3
#define N_USERS 12
#define LIMIT 200
#define BATCH 2000

static const char *first_names[] = {
  "Jana", "Petr", "Łukasz", "Eva", "Tomáš", "Zuzana", "Jürgen", "Anna", "Marek", "Lucie", "Ondřej", "Żaneta",
};
static const char *last_names[] = {
  "Nováková", "Dvořák", "Svoboda", "Kowalska", "Groß", "Malý", "Veselá", "Horák", "Procházka", "Müller",
};

static double
now_ms (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (double) time.tv_sec * 1000.0 + (double) time.tv_nsec / 1e6;
}

static char *
make_id (guint kind,
         guint index)
{
  return g_strdup_printf ("%08x-0000-4000-8000-%012u", kind, index);
}

/* Two years of coupons, as a shop with many returns has them: one in two hundred is being made or failed, one in
 * five is used, the young ones are open, the rest has run out. */
static WbCoupon *
make_coupon (guint     index,
             guint     n_coupons,
             gint64    now,
             WbRandom *random)
{
  static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  WbCoupon *coupon = wb_coupon_new ();
  gint64 span = 730 * WB_DAY_MS;
  gint64 age = span - span / n_coupons * index;
  guint what = wb_random_below (random, 1000);
  gboolean is_euro = wb_random_below (random, 4) == 0;
  GString *code = g_string_new ("VR");

  for (int i = 0; i < 12; i++)
    g_string_append_c (code, letters[wb_random_below (random, 31)]);
  coupon->id = make_id (0x05000001, index);
  coupon->ticket = make_id (0xe1000001, index);
  coupon->ticket_code = g_strdup_printf ("2025%06u", index);
  coupon->ticket_type = make_id (0xb1000001, wb_random_below (random, N_TYPES));
  coupon->store = make_id (0xc1000001, wb_random_below (random, N_STORES));
  coupon->platform = g_strdup ("woocommerce");
  coupon->remote_id = g_strdup_printf ("%u", 1000 + index);
  coupon->settings_version = 17;
  coupon->issued_by = wb_random_below (random, 10) == 0 ? make_id (0xd1000001, wb_random_below (random, N_USERS))
                                                        : NULL;
  coupon->kind = g_strdup (wb_random_below (random, 10) == 0 ? "percent" : "fixed");
  coupon->amount = g_str_equal (coupon->kind, "percent") ? g_strdup ("10")
                   : g_strdup_printf ("%u.00", (is_euro ? 4 : 100) * (1 + wb_random_below (random, 10)));
  coupon->currency = g_strdup (is_euro ? "EUR" : "CZK");
  coupon->min_order_value = g_strdup (is_euro ? "40.00" : "1000.00");
  coupon->placement = g_strdup ("portal");
  coupon->created_at = now - age;
  coupon->updated_at = coupon->created_at;
  coupon->expires_at = coupon->created_at + 30 * WB_DAY_MS;
  coupon->version = 3;
  coupon->code = g_string_free (code, FALSE);
  if (what < 4) {
    coupon->state = g_strdup (WB_COUPON_FAILED);
    g_clear_pointer (&coupon->code, g_free);
    coupon->error_code = g_strdup ("refused");
    coupon->error_message = g_strdup ("The shop would not make it");
  } else if (what < 5) {
    coupon->state = g_strdup (WB_COUPON_PENDING);
    g_clear_pointer (&coupon->code, g_free);
  } else if (what < 8) {
    coupon->state = g_strdup (WB_COUPON_DISABLED);
  } else if (what < 208) {
    coupon->state = g_strdup (WB_COUPON_USED);
    coupon->used_at = MIN (now, coupon->created_at + (gint64) wb_random_below (random, 40000) * WB_MINUTE_MS);
    coupon->used_order_code = g_strdup_printf ("OBJ-%07u", index);
    coupon->revenue = g_strdup_printf ("%u.50", (is_euro ? 40 : 1000) + wb_random_below (random, 900));
    coupon->revenue_currency = g_strdup (coupon->currency);
  } else {
    coupon->state = g_strdup (coupon->expires_at > now ? WB_COUPON_ACTIVE : WB_COUPON_EXPIRED);
  }

  return coupon;
}

static WbTicket *
make_ticket (guint     index,
             gint64    created_at,
             WbRandom *random)
{
  WbTicket *ticket = wb_ticket_new ();

  ticket->id = make_id (0xe1000001, index);
  ticket->code = g_strdup_printf ("2025%06u", index);
  ticket->type = make_id (0xb1000001, index % N_TYPES);
  ticket->customer_name = g_strdup_printf ("%s %s",
                                           first_names[wb_random_below (random, G_N_ELEMENTS (first_names))],
                                           last_names[wb_random_below (random, G_N_ELEMENTS (last_names))]);
  ticket->customer_email = g_strdup_printf ("%c%u.%s@example.com", (char) ('a' + index % 26),
                                            index % 9973, index % 3 ? "nova" : "mail");
  ticket->customer_phone = g_strdup_printf ("+420%09u", 600000000 + index);
  ticket->created_at = created_at;
  ticket->updated_at = created_at;
  ticket->version = 1;

  return ticket;
}

static void
put_account (WbDb   *db,
             gint64  now)
{
  const char *features[] = { WB_FEATURE_COUPONS, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = wb_account_new ();
  g_autofree char *synced = g_strdup_printf ("%" G_GINT64_FORMAT, now);

  account->id = g_strdup ("a1");
  account->time_zone = g_strdup ("Europe/Prague");
  account->default_language = g_strdup ("cs");
  account->default_currency = g_strdup ("CZK");
  g_strfreev (account->features);
  account->features = g_strdupv ((GStrv) features);
  wb_account_store_put (db, account, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_TYPES; i++) {
    g_autoptr (WbTicketType) type = wb_ticket_type_new ();

    type->id = make_id (0xb1000001, i);
    type->name = wb_lang_text_new_plain (last_names[i]);
    type->position = (int) i;
    type->version = 1;
    wb_ticket_type_store_upsert (db, type, &error);
    g_assert_no_error (error);
  }
  for (guint i = 0; i < N_STORES; i++) {
    g_autoptr (WbMerchantStore) store = wb_merchant_store_new ();

    store->id = make_id (0xc1000001, i);
    store->store_id = g_strdup_printf ("shop-%u", i);
    store->platform = g_strdup ("woocommerce");
    store->connection = g_strdup ("connected");
    store->supports_coupons = TRUE;
    store->version = 1;
    wb_merchant_store_upsert (db, store, &error);
    g_assert_no_error (error);
  }
  wb_workspace_set_meta (db, WB_META_LEVEL, "1", &error);
  wb_workspace_set_meta (db, WB_META_LAST_SYNCED_AT, synced, &error);
  g_assert_no_error (error);
}

/* One in five coupons has its ticket here. */
static void
fill (const char *folder,
      guint       n_coupons)
{
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_seeded_random_new (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWorkspace) workspace = NULL;
  WbDb *db = NULL;
  gint64 now = wb_clock_now (clock);
  double started = 0;
  double loaded = 0;

  workspace = wb_workspace_create (folder, "http://127.0.0.1:9/api/v2", clock, random, &error);
  g_assert_no_error (error);
  db = wb_workspace_begin (workspace, &error);
  put_account (db, now);
  wb_workspace_commit (workspace, WB_TABLE_ALL, &error);
  wb_workspace_begin_bulk_load (workspace, &error);
  db = wb_workspace_begin (workspace, &error);
  for (guint i = 0; i < n_coupons; i += 5) {
    g_autoptr (WbTicket) ticket = make_ticket (i, now - (gint64) (n_coupons - i) * WB_MINUTE_MS, random);

    wb_ticket_store_load (db, ticket, &error);
    g_assert_no_error (error);
  }
  wb_workspace_commit (workspace, WB_TABLE_ALL, &error);
  wb_workspace_end_bulk_load (workspace, &error);
  g_assert_no_error (error);

  started = now_ms ();
  wb_workspace_begin_coupon_load (workspace, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_coupons; i++) {
    g_autoptr (WbCoupon) coupon = make_coupon (i, n_coupons, now, random);

    if (i % BATCH == 0)
      db = wb_workspace_begin (workspace, &error);
    wb_coupon_store_load (db, coupon, &error);
    g_assert_no_error (error);
    if (i % BATCH == BATCH - 1 || i == n_coupons - 1)
      wb_workspace_commit (workspace, WB_TABLE_COUPONS, &error);
    g_assert_no_error (error);
  }
  loaded = now_ms ();
  wb_workspace_end_bulk_load (workspace, &error);
  g_assert_no_error (error);
  g_print ("{\"load_us\": %.1f, \"end_us\": %.1f}\n", (loaded - started) * 1000 / MAX (1, n_coupons),
           (now_ms () - loaded) * 1000 / MAX (1, n_coupons));
  wb_workspace_close (workspace);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
percentile (GArray *times,
            guint   percent)
{
  g_array_sort (times, compare_doubles);

  return g_array_index (times, double, (times->len - 1) * percent / 100);
}

/* What is asked, and how: the first page, or the whole vector. */
typedef struct
{
  const char *name;
  WbCouponQuery query;
  guint n_types;    /* asked once for each */
} Question;

#define ANY .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE

static double
ask_once (WbDb                *db,
          const WbCouponQuery *query,
          guint               *n_out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  double started = now_ms ();

  ids = wb_coupon_store_list (db, query, &error);
  g_assert_no_error (error);
  *n_out = ids->len;

  return now_ms () - started;
}

static void
print_times (const char *name,
             GArray     *times,
             guint       n)
{
  double p50 = percentile (times, 50);

  g_print (", \"%s_p50_ms\": %.3f, \"%s_p99_ms\": %.3f", name, p50, name, percentile (times, 99));
  g_printerr ("%-28s p50 %9.3f p99 %9.3f ms, %u rows\n", name, p50, percentile (times, 99), n);
}

static void
ask_all (WbDb                *db,
         const char          *name,
         const WbCouponQuery *queries,
         guint                n_queries)
{
  static const guint limits[] = { LIMIT, 0 };

  for (guint l = 0; l < G_N_ELEMENTS (limits); l++) {
    g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
    g_autofree char *full = g_strconcat (name, limits[l] > 0 ? "_page" : "_all", NULL);
    guint n = 0;

    for (guint round = 0; round < (limits[l] > 0 ? 5 : 1); round++) {
      for (guint i = 0; i < n_queries; i++) {
        WbCouponQuery query = queries[i];
        double time = 0;

        query.limit = limits[l];
        time = ask_once (db, &query, &n);
        g_array_append_val (times, time);
      }
    }
    print_times (full, times, n);
  }
}

static void
ask_filters (WbDb         *db,
             WbCouponSort  sort,
             const char   *name,
             gint64        now)
{
  static const char *const states[] = { WB_COUPON_ACTIVE, WB_COUPON_USED, WB_COUPON_EXPIRED, WB_COUPON_FAILED,
                                        WB_COUPON_PENDING, WB_COUPON_DISABLED };
  g_autoptr (GArray) queries = g_array_new (FALSE, FALSE, sizeof (WbCouponQuery));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i <= G_N_ELEMENTS (states); i++) {
    for (guint j = 0; j < 8; j++) {
      WbCouponQuery query = { ANY, .sort = sort, .reversed = j & 1 };

      query.state = i < G_N_ELEMENTS (states) ? states[i] : NULL;
      if (j & 2)
        g_ptr_array_add (texts, make_id (0xb1000001, i % N_TYPES));
      query.type = j & 2 ? g_ptr_array_index (texts, texts->len - 1) : NULL;
      query.currency = j & 4 ? (i & 1 ? "EUR" : "CZK") : NULL;
      g_array_append_val (queries, query);
      query.created_from = now - 7 * WB_DAY_MS;
      g_array_append_val (queries, query);
      query.created_from = now - 400 * WB_DAY_MS;
      query.created_to = now - 370 * WB_DAY_MS;
      query.issued_by = "";
      g_array_append_val (queries, query);
    }
  }
  ask_all (db, name, (const WbCouponQuery *) (gpointer) queries->data, queries->len);
}

/* Each beginning of what somebody types, as they type it. */
static void
ask_typed (WbDb         *db,
           WbCouponSort  sort,
           const char   *state,
           const char   *name)
{
  static const char *const typed[] = {
    "VRAT8KQ", "2025000777", "nováková", "łukasz", "k777.mail", "OBJ-0000777", "601 123 4", "jana sv", "2025", "vr",
  };

  for (guint length = 1; length <= 8; length++) {
    g_autoptr (GArray) queries = g_array_new (FALSE, FALSE, sizeof (WbCouponQuery));
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *full = g_strdup_printf ("%s_%u", name, length);

    for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
      WbCouponQuery query = { ANY, .sort = sort, .state = state };

      if (g_utf8_strlen (typed[i], -1) < length)
        continue;
      g_ptr_array_add (texts, g_utf8_substring (typed[i], 0, length));
      query.typed = g_ptr_array_index (texts, texts->len - 1);
      g_array_append_val (queries, query);
    }
    ask_all (db, full, (const WbCouponQuery *) (gpointer) queries->data, queries->len);
  }
}

static void
ask_totals (WbDb *db)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  guint n = 0;

  for (guint i = 0; i < 200; i++) {
    g_autoptr (GError) error = NULL;
    double started = now_ms ();
    g_autoptr (GPtrArray) totals = wb_coupon_store_totals (db, &error);
    double time = now_ms () - started;

    g_assert_no_error (error);
    n = totals->len;
    g_array_append_val (times, time);
  }
  print_times ("totals", times, n);
}

static void
ask_rows (WbDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  WbCouponQuery query = { ANY };
  g_autoptr (GArray) ids = wb_coupon_store_list (db, &query, &error);

  for (guint i = 0; i < 2000; i++) {
    double started = now_ms ();
    WbCouponRow *row = wb_coupon_store_get_row (db, g_array_index (ids, gint64, (i * 7919u) % ids->len), &error);
    double time = now_ms () - started;

    g_assert_no_error (error);
    wb_coupon_row_free (row);
    g_array_append_val (times, time);
  }
  print_times ("row", times, ids->len);
}

/* What is our own: the database is mapped, and its pages are the system's to take back. */
static gint64
read_own_kib (void)
{
  g_autofree char *status = NULL;
  const char *line = NULL;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = status ? strstr (status, "RssAnon:") : NULL;

  return line ? g_ascii_strtoll (line + strlen ("RssAnon:"), NULL, 10) : 0;
}

static void
ask (const char *folder)
{
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_seeded_random_new (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWorkspace) workspace = wb_workspace_open (folder, clock, random, &error);
  WbDb *db = NULL;
  gint64 now = wb_clock_now (clock);

  g_assert_no_error (error);
  db = wb_workspace_get_reader (workspace);
  g_print ("{\"n\": %" G_GINT64_FORMAT, wb_coupon_store_count_state (db, NULL, &error));
  ask_filters (db, WB_COUPON_SORT_CREATED, "newest", now);
  ask_filters (db, WB_COUPON_SORT_EXPIRES, "by_end", now);
  ask_filters (db, WB_COUPON_SORT_VALUE, "by_value", now);
  ask_filters (db, WB_COUPON_SORT_USED, "by_use", now);
  ask_typed (db, WB_COUPON_SORT_CREATED, NULL, "typed");
  ask_typed (db, WB_COUPON_SORT_CREATED, WB_COUPON_USED, "typed_used");
  ask_typed (db, WB_COUPON_SORT_CREATED, WB_COUPON_FAILED, "typed_failed");
  ask_typed (db, WB_COUPON_SORT_EXPIRES, NULL, "typed_by_end");
  ask_totals (db);
  ask_rows (db);
  g_print (", \"own_kib\": %" G_GINT64_FORMAT "}\n", read_own_kib ());
  wb_workspace_close (workspace);
}

/* All of them, and how much memory that took beyond the vector of rows. */
static void
export_all (const char *folder,
            const char *csv)
{
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_seeded_random_new (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWorkspace) workspace = wb_workspace_open (folder, clock, random, &error);
  g_autoptr (GFile) file = g_file_new_for_path (csv);
  g_autoptr (GOutputStream) out = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  WbCouponQuery query = { ANY };
  gint64 before = 0;
  double started = 0;

  g_assert_no_error (error);
  out = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error));
  g_assert_no_error (error);
  before = read_own_kib ();
  started = now_ms ();
  wb_coupon_store_export (wb_workspace_get_reader (workspace), &query, zone, out, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (out, NULL, &error);
  g_assert_no_error (error);
  g_print ("{\"export_cpu_s\": %.3f, \"export_own_kib\": %" G_GINT64_FORMAT "}\n",
           (now_ms () - started) / 1000, read_own_kib () - before);
  wb_workspace_close (workspace);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "fill"))
    fill (argv[2], (guint) strtoul (argv[3], NULL, 10));
  else if (argc == 3 && g_str_equal (argv[1], "ask"))
    ask (argv[2]);
  else if (argc == 4 && g_str_equal (argv[1], "export"))
    export_all (argv[2], argv[3]);
  else
    return 2;

  return 0;
}
