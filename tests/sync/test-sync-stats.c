/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics on their way: when they are asked for and which days, late corrections, history counted
 * anew, answers that change while they are read, and trouble that keeps nothing else waiting. */

#include "config.h"

#include "wb-fake-stats.h"
#include "wb-sync-desk.h"
#include "wb-sync-object.h"
#include "wb-unreadable-store.h"

#include <string.h>

#define BASE "/api/v2/remarketing/stats/"
#define KEPT (2 * WB_PERIOD_MAX_DAYS)

typedef struct
{
  WbSyncDesk *desk;     /* (owned) */
  WbFakeStats *stats;   /* (owned) */
  gint32 today;
} Bench;

static gint32
get_today (WbSyncDesk *desk)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");

  return wb_date_of_time (desk->fake->now, zone);
}

/* Three days with banners, and a day of each other kind. */
static Bench *
bench_new (void)
{
  Bench *self = g_new0 (Bench, 1);

  self->desk = wb_sync_desk_new (1);
  self->stats = wb_fake_stats_new (self->desk->fake);
  self->today = get_today (self->desk);
  self->stats->final_until = self->today - 2;
  wb_fake_stats_add_banner (self->stats, self->today - 400, "b1", 1000);
  wb_fake_stats_add_banner (self->stats, self->today - 5, "b1", 100);
  wb_fake_stats_add_banner (self->stats, self->today - 1, "b1", 10);
  wb_fake_stats_add_banner (self->stats, self->today, "b1", 1);
  wb_fake_stats_add_funnel (self->stats, self->today, WB_TOOL_COUPON, 40);
  wb_fake_stats_add_calls (self->stats, self->today, 7);

  return self;
}

static void
bench_free (Bench *self)
{
  wb_sync_desk_free (self->desk);
  wb_fake_stats_free (self->stats);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bench, bench_free)

/* Everything that is stored of @kind: "days ago=number ...". */
static char *
tell (Bench      *self,
      WbStatKind  kind)
{
  g_autoptr (GError) error = NULL;
  WbStatQuery query = { { self->today - 2000, self->today + 100 }, .by = WB_STAT_BY_DAY };
  WbDb *db = wb_sync_desk_db (self->desk);
  g_autoptr (GPtrArray) rows = NULL;
  GString *text = g_string_new (NULL);

  if (kind == WB_STAT_BANNERS)
    rows = wb_stat_store_banners (db, &query, &error);
  else if (kind == WB_STAT_FUNNEL)
    rows = wb_stat_store_funnel (db, &query, &error);
  else
    rows = wb_stat_store_calls (db, &query, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    gpointer row = rows->pdata[i];
    gint32 day = kind == WB_STAT_BANNERS ? ((WbBannerCount *) row)->day :
                                           kind == WB_STAT_FUNNEL  ? ((WbFunnelRow *) row)->day
                                         : ((WbCallCount *) row)->day;
    gint64 number = kind == WB_STAT_BANNERS ? ((WbBannerCount *) row)->clicks :
                                              kind == WB_STAT_FUNNEL  ? ((WbFunnelRow *) row)->offered
                                            : ((WbCallCount *) row)->asked;

    g_string_append_printf (text, "%s%d=%" G_GINT64_FORMAT, i > 0 ? " " : "", self->today - day, number);
  }

  return g_string_free (text, FALSE);
}

static void
check (Bench      *self,
       const char *banners,
       const char *funnel,
       const char *calls)
{
  g_autofree char *stored_banners = tell (self, WB_STAT_BANNERS);
  g_autofree char *stored_funnel = tell (self, WB_STAT_FUNNEL);
  g_autofree char *stored_calls = tell (self, WB_STAT_CALLS);

  g_assert_cmpstr (stored_banners, ==, banners);
  g_assert_cmpstr (stored_funnel, ==, funnel);
  g_assert_cmpstr (stored_calls, ==, calls);
}

/* The days asked for of banners since the last time, "from-to ..." in days ago. */
static char *
tell_asked (Bench *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < wb_stub_server_count (self->desk->fake->stub); i++) {
    g_autoptr (WbStubRequest) request = wb_stub_server_dup_request (self->desk->fake->stub, i);
    g_autofree char *from = NULL;
    g_autofree char *to = NULL;
    gint32 first = 0;
    gint32 last = 0;

    if (!g_str_equal (request->path, BASE "banners"))
      continue;
    from = wb_stub_request_dup_param (request, "from");
    to = wb_stub_request_dup_param (request, "to");
    g_assert_true (wb_date_parse (from, &first) && wb_date_parse (to, &last));
    g_string_append_printf (text, "%s%d-%d", text->len > 0 ? " " : "", self->today - first,
                            self->today - last);
  }
  wb_stub_server_forget (self->desk->fake->stub);

  return g_string_free (text, FALSE);
}

static void
check_asked (Bench      *self,
             const char *expected)
{
  g_autofree char *asked = tell_asked (self);

  g_assert_cmpstr (asked, ==, expected);
}

static guint
count (Bench      *self,
       const char *what)
{
  g_autofree char *path = g_strconcat (BASE, what, NULL);

  return wb_stub_server_count_for (self->desk->fake->stub, "GET", path);
}

static void
test_stats_are_read (void)
{
  g_autoptr (Bench) bench = bench_new ();
  g_auto (WbStatState) state = { 0 };
  g_autoptr (GError) error = NULL;

  wb_sync_desk_pull (bench->desk);
  check (bench, "400=1000 5=100 1=10 0=1", "0=40", "0=7");
  check_asked (bench, "365-0 731-366");
  g_assert_true (wb_stat_store_state (wb_sync_desk_db (bench->desk), WB_STAT_BANNERS, &state, &error));
  g_assert_no_error (error);
  g_assert_cmpint (state.known.from, ==, bench->today - KEPT + 1);
  g_assert_cmpint (state.known.to, ==, bench->today);
  g_assert_cmpint (state.facts->final_until, ==, bench->today - 2);
  g_assert_cmpint (state.read_all_at, ==, bench->desk->fake->now / 1000 * 1000);
}

/* What the server does not name is not asked for. */
static void
test_stats_only_what_is_offered (void)
{
  static const struct
  {
    int level;
    gboolean has_stats;
    gboolean has_funnel;
    guint n[WB_N_STATS];
  } rows[] = {
    { 1, FALSE, FALSE, { 0, 0, 0 } },
    { 1, TRUE, FALSE, { 2, 0, 2 } },
    { 1, FALSE, TRUE, { 0, 2, 0 } },
    { 1, TRUE, TRUE, { 2, 2, 2 } },
    { 0, TRUE, TRUE, { 0, 0, 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (rows[i].level);
    g_autoptr (WbFakeStats) stats = wb_fake_stats_new (desk->fake);
    static const char *const paths[] = { BASE "banners", BASE "funnel", BASE "calls" };

    desk->fake->has_stats = rows[i].has_stats;
    desk->fake->has_funnel = rows[i].has_funnel;
    wb_sync_desk_pull (desk);
    for (int kind = 0; kind < WB_N_STATS; kind++)
      g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "GET", paths[kind]), ==, rows[i].n[kind]);
    g_clear_pointer (&desk, wb_sync_desk_free);
  }
}

/* Every 15 minutes the days that may still change; all of them once a day. */
static void
test_stats_when_it_is_time (void)
{
  g_autoptr (Bench) bench = bench_new ();
  g_autoptr (GError) error = NULL;

  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "365-0 731-366");
  wb_sync_desk_pass (bench->desk, 14 * WB_MINUTE_MS);
  g_assert_true (wb_sync_listen (bench->desk->sync, bench->desk->helpdesk, 0, NULL, &error));
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "");
  wb_sync_desk_pass (bench->desk, 2 * WB_MINUTE_MS);
  g_assert_true (wb_sync_listen (bench->desk->sync, bench->desk->helpdesk, 0, NULL, &error));
  g_assert_no_error (error);
  check_asked (bench, "1-0");
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "");
  /* A person asks. */
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "1-0");
  /* Another program. */
  wb_sync_desk_restart (bench->desk);
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "1-0");

  wb_sync_desk_pass (bench->desk, WB_DAY_MS);
  bench->today++;
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "365-0 731-366");
  check (bench, "401=1000 6=100 2=10 1=1", "1=40", "1=7");
  /* Nothing is final, or everything is. */
  bench->stats->final_until = WB_DATE_NONE;
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "2-0 365-0 731-366");
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "365-0 731-366");
  bench->stats->final_until = bench->today + 5;
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "365-0 731-366");
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "0-0");
}

/* Late corrections take the place of what was stored, before and after what is final. */
static void
test_stats_corrections_replace (void)
{
  g_autoptr (Bench) bench = bench_new ();
  GPtrArray *rows = bench->stats->rows[WB_STAT_BANNERS];

  wb_sync_desk_pull (bench->desk);
  ((WbBannerCount *) rows->pdata[2])->clicks = 8;
  ((WbBannerCount *) rows->pdata[3])->clicks = 3;
  wb_fake_stats_add_banner (bench->stats, bench->today, "b2", 20);
  g_ptr_array_set_size (bench->stats->rows[WB_STAT_CALLS], 0);
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  check (bench, "400=1000 5=100 1=8 0=23", "0=40", "");
  /* Of a final day it is not seen until all is read again. */
  ((WbBannerCount *) rows->pdata[0])->clicks = 999;
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  check (bench, "400=1000 5=100 1=8 0=23", "0=40", "");
  wb_sync_desk_pass (bench->desk, WB_DAY_MS);
  wb_sync_desk_pull (bench->desk);
  check (bench, "400=999 5=100 1=8 0=23", "0=40", "");
}

/* A final day that is not final any more is read at once. */
static void
test_stats_final_no_more (void)
{
  g_autoptr (Bench) bench = bench_new ();
  GPtrArray *rows = bench->stats->rows[WB_STAT_BANNERS];

  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "365-0 731-366");
  ((WbBannerCount *) rows->pdata[1])->clicks = 99;
  bench->stats->final_until = bench->today - 6;
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "1-0 5-0");
  check (bench, "400=1000 5=99 1=10 0=1", "0=40", "0=7");
  /* And back: what was not final before is read once more. */
  bench->stats->final_until = bench->today - 2;
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "5-0");
  bench->stats->final_until = WB_DATE_NONE;
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  check_asked (bench, "1-0 365-0 731-366");
}

/* Counted anew: what is stored says nothing any more, and is read again at once. */
static void
test_stats_counted_anew (void)
{
  for (int i = 0; i < 2; i++) {
    g_autoptr (Bench) bench = bench_new ();
    GPtrArray *rows = bench->stats->rows[WB_STAT_BANNERS];

    wb_sync_desk_pull (bench->desk);
    check_asked (bench, "365-0 731-366");
    ((WbBannerCount *) rows->pdata[0])->clicks = 900;
    ((WbBannerCount *) rows->pdata[1])->clicks = 90;
    if (i == 0) {
      bench->stats->epoch++;
    } else {
      g_free (bench->stats->time_zone);
      bench->stats->time_zone = g_strdup ("America/New_York");
    }
    wb_sync_wake (bench->desk->sync);
    wb_sync_desk_pull (bench->desk);
    check_asked (bench, "1-0 365-0 731-366");
    check (bench, "400=900 5=90 1=10 0=1", "0=40", "0=7");
    wb_sync_wake (bench->desk->sync);
    wb_sync_desk_pull (bench->desk);
    check_asked (bench, "1-0");
  }
}

/* More than an answer holds: fewer days each, and never less than all. */
static void
test_stats_in_stretches (void)
{
  g_autoptr (Bench) bench = bench_new ();
  g_autofree char *asked = NULL;
  g_autofree char *stored = NULL;
  g_autoptr (GString) expected = g_string_new (NULL);

  bench->stats->page_max = 10;
  g_ptr_array_set_size (bench->stats->rows[WB_STAT_BANNERS], 0);
  for (gint32 ago = 60; ago >= 0; ago--) {
    /* Some days are fuller than others, and one by far. */
    guint n = ago == 31 ? 9 : 1 + (guint) ago % 3;

    for (guint i = 0; i < n; i++) {
      g_autofree char *banner = g_strdup_printf ("b%u", i);

      wb_fake_stats_add_banner (bench->stats, bench->today - ago, banner, 1);
    }
    g_string_append_printf (expected, "%s%d=%u", ago < 60 ? " " : "", ago, n);
  }
  wb_sync_desk_pull (bench->desk);
  stored = tell (bench, WB_STAT_BANNERS);
  g_assert_cmpstr (stored, ==, expected->str);
  asked = tell_asked (bench);
  g_assert_nonnull (strstr (asked, "365-0 "));
  g_assert_nonnull (strstr (asked, "731-366"));
  g_assert_null (strstr (asked, "31-31"));
}

/* A day that no answer holds comes in pages. */
static void
make_long_day (Bench *bench)
{
  bench->stats->page_max = 10;
  g_ptr_array_set_size (bench->stats->rows[WB_STAT_BANNERS], 0);
  for (guint i = 0; i < 25; i++) {
    g_autofree char *banner = g_strdup_printf ("b%02u", i);

    wb_fake_stats_add_banner (bench->stats, bench->today - 1, banner, 1);
  }
  wb_fake_stats_add_banner (bench->stats, bench->today, "b00", 1);
}

static void
test_stats_long_day (void)
{
  for (int with_etags = 0; with_etags < 2; with_etags++) {
    g_autoptr (Bench) bench = bench_new ();

    make_long_day (bench);
    bench->stats->has_etags = with_etags;
    wb_sync_desk_pull (bench->desk);
    check (bench, "1=25 0=1", "0=40", "0=7");
  }
}

/* One more of the first row's day; (transfer full). */
static gpointer
add_row (WbFakeStats *self,
         GPtrArray   *rows)
{
  wb_fake_stats_add_banner (self, ((WbBannerCount *) rows->pdata[0])->day, "a", 1);

  return g_ptr_array_steal_index (rows, rows->len - 1);
}

/* Between two pages of the day: a row that moves others, another number, all counted anew. */
static void
change_cb (WbFakeStats *self,
           WbStatKind   kind,
           guint        page,
           gpointer     data)
{
  GPtrArray *rows = self->rows[WB_STAT_BANNERS];
  const int how = GPOINTER_TO_INT (data);

  if (kind != WB_STAT_BANNERS || page != 2)
    return;
  self->asked = NULL;
  if (how == 0)
    g_ptr_array_insert (rows, 0, add_row (self, rows));
  else if (how == 1)
    ((WbBannerCount *) rows->pdata[3])->clicks = 100;
  else
    self->epoch++;
}

static void
test_stats_changed_while_read (void)
{
  static const char *const expected[] = { "1=26 0=1", "1=124 0=1", "1=25 0=1" };

  for (int how = 0; how < 3; how++) {
    g_autoptr (Bench) bench = bench_new ();

    g_test_message ("%d", how);
    make_long_day (bench);
    bench->stats->asked = change_cb;
    bench->stats->asked_data = GINT_TO_POINTER (how);
    wb_sync_desk_pull (bench->desk);
    g_assert_null (bench->stats->asked);
    check (bench, expected[how], "0=40", "0=7");
  }
}

/* Counted anew with every answer: nothing of it is stored, and it ends. */
static void
count_anew_cb (WbFakeStats *self,
               WbStatKind   kind,
               guint        page,
               gpointer     data)
{
  if (kind == WB_STAT_BANNERS)
    self->epoch++;
}

static void
test_stats_never_the_same (void)
{
  g_autoptr (Bench) bench = bench_new ();

  make_long_day (bench);
  bench->stats->asked = count_anew_cb;
  wb_sync_desk_pull (bench->desk);
  check (bench, "", "0=40", "0=7");
  g_assert_cmpuint (count (bench, "banners"), <, 20);
  bench->stats->asked = NULL;
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  check (bench, "1=25 0=1", "0=40", "0=7");
}

static gint64
count_unreadable (Bench *self)
{
  gint64 n = 0;

  g_assert_true (wb_unreadable_store_count (wb_sync_desk_db (self->desk), NULL, &n, NULL));

  return n;
}

/* Whatever is answered instead: nothing stored changes, the rest of the sync goes on, and people are
 * told, until it can be read again. */
static void
test_stats_trouble_is_told (void)
{
  static const struct
  {
    guint status;
    const char *body;
  } rows[] = {
    { 403, "{\"detail\":\"no\",\"code\":\"role_required\"}" },
    { 404, "{\"detail\":\"no\",\"code\":\"not_found\"}" },
    { 410, "{\"detail\":\"no\",\"code\":\"gone\"}" },
    { 400, "{\"detail\":\"no\",\"code\":\"validation_error\"}" },
    { 500, "oops" },
    { 200, "<html>" },
    { 200, "{\"count\":0,\"results\":" },
    { 200, "{\"count\":3,\"current_page\":1,\"total_pages\":1,\"time_zone\":\"Europe/Prague\",\"epoch\":1,"
      "\"results\":[]}" },
    { 200, "{\"count\":1,\"current_page\":1,\"total_pages\":1,\"results\":[{\"date\":\"2026-11-01\"}]}" },
    { 200, "{\"count\":1,\"current_page\":1,\"total_pages\":1,\"time_zone\":\"Europe/Prague\",\"epoch\":1,"
      "\"results\":[{\"date\":\"2020-01-01\",\"banner\":\"b\",\"placement\":\"portal\",\"type\":\"t\","
      "\"impressions\":1,\"clicks\":1}]}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new ();
    g_autoptr (WbSyncState) state = NULL;
    g_autoptr (WbSyncState) later = NULL;

    g_test_message ("%u %s", rows[i].status, rows[i].body);
    wb_sync_desk_pull (bench->desk);
    wb_stub_server_queue_json (bench->desk->fake->stub, "GET", BASE "banners", rows[i].status, rows[i].body);
    ((WbFunnelRow *) bench->stats->rows[WB_STAT_FUNNEL]->pdata[0])->offered = 50;
    wb_fake_helpdesk_touch (bench->desk->fake, "ticket",
                            wb_fake_helpdesk_add_ticket (bench->desk->fake, "t9", bench->desk->fake->now), "created");
    wb_sync_wake (bench->desk->sync);
    wb_sync_desk_pull (bench->desk);
    check (bench, "400=1000 5=100 1=10 0=1", "0=50", "0=7");
    g_assert_cmpint (wb_sync_desk_count (bench->desk), ==, 1);
    g_assert_cmpint (count_unreadable (bench), ==, 1);
    state = wb_sync_dup_state (bench->desk->sync);
    g_assert_cmpint (state->n_unreadable, ==, 1);
    g_assert_nonnull (state->unreadable);

    ((WbBannerCount *) bench->stats->rows[WB_STAT_BANNERS]->pdata[3])->clicks = 2;
    wb_sync_desk_pass (bench->desk, 16 * WB_MINUTE_MS);
    wb_sync_desk_pull (bench->desk);
    check (bench, "400=1000 5=100 1=10 0=2", "0=50", "0=7");
    later = wb_sync_dup_state (bench->desk->sync);
    g_assert_cmpint (later->n_unreadable, ==, 0);
  }
}

/* What is not offered any more is not told for ever. */
static void
test_stats_trouble_with_a_feature_that_goes (void)
{
  g_autoptr (Bench) bench = bench_new ();

  wb_stub_server_queue_json (bench->desk->fake->stub, "GET", BASE "funnel", 404, "{}");
  wb_sync_desk_pull (bench->desk);
  g_assert_cmpint (count_unreadable (bench), ==, 1);
  bench->desk->fake->has_funnel = FALSE;
  json_object_set_int_member (bench->desk->fake->account, "version",
                              json_object_get_int_member (bench->desk->fake->account, "version") + 1);
  wb_sync_wake (bench->desk->sync);
  wb_sync_desk_pull (bench->desk);
  g_assert_cmpint (count_unreadable (bench), ==, 0);
}

/* The network, and a server that asks for patience: later, without a word, and soon. */
static void
test_stats_passing_trouble (void)
{
  static const WbStubFault faults[] = { WB_STUB_DROP_READ, WB_STUB_CUT_BODY, WB_STUB_NO_FAULT };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autoptr (Bench) bench = bench_new ();

    g_test_message ("%u", faults[i]);
    wb_sync_desk_pull (bench->desk);
    ((WbBannerCount *) bench->stats->rows[WB_STAT_BANNERS]->pdata[3])->clicks = 2;
    if (faults[i] == WB_STUB_NO_FAULT)
      wb_stub_server_queue (bench->desk->fake->stub, "GET", BASE "banners", 429, "application/json", "{}", 2,
                            "Retry-After", "120");
    else
      /* Twice: a request on a connection that was closed goes again by itself. */
      for (int n = 0; n < 2; n++)
        wb_stub_server_queue_fault (bench->desk->fake->stub, "GET", BASE "banners", faults[i]);
    wb_sync_wake (bench->desk->sync);
    wb_sync_desk_pull (bench->desk);
    check (bench, "400=1000 5=100 1=10 0=1", "0=40", "0=7");
    g_assert_cmpint (count_unreadable (bench), ==, 0);
    wb_stub_server_forget (bench->desk->fake->stub);
    wb_sync_desk_pass (bench->desk, WB_MINUTE_MS / 2);
    wb_sync_desk_pull (bench->desk);
    g_assert_cmpuint (count (bench, "banners"), ==, 0);
    for (int n = 0; n < 2; n++) {
      wb_sync_desk_pass (bench->desk, WB_MINUTE_MS);
      wb_sync_desk_pull (bench->desk);
    }
    check (bench, "400=1000 5=100 1=10 0=2", "0=40", "0=7");
  }
}

/* A token that is refused is news for everybody. */
static void
test_stats_token_refused (void)
{
  g_autoptr (Bench) bench = bench_new ();
  g_autoptr (GError) error = NULL;

  wb_stub_server_queue_json (bench->desk->fake->stub, "GET", BASE "banners", 401, "{\"code\":\"token_invalid\"}");
  g_assert_false (wb_sync_pull (bench->desk->sync, bench->desk->helpdesk, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED);
  wb_sync_desk_pull (bench->desk);
  check (bench, "400=1000 5=100 1=10 0=1", "0=40", "0=7");
}

typedef struct
{
  guint n_passed;
  guint end_at;
} Killer;

static gboolean
end_cb (const char *point,
        gpointer    data)
{
  Killer *killer = data;

  return killer->n_passed++ != killer->end_at;
}

/* Ended at any point while history that was counted anew is read: what is stored is of one count, and
 * the next program ends up with all of it. */
static void
test_stats_killed (void)
{
  gboolean ended = TRUE;

  for (guint end_at = 0; ended; end_at++) {
    g_autoptr (Bench) bench = bench_new ();
    Killer killer = { .end_at = end_at };
    g_autoptr (GError) error = NULL;
    g_autofree char *left = NULL;

    g_assert_cmpuint (end_at, <, 200);
    bench->stats->page_max = 2;
    wb_sync_desk_pull (bench->desk);
    for (guint i = 0; i < 4; i++)
      ((WbBannerCount *) bench->stats->rows[WB_STAT_BANNERS]->pdata[i])->clicks += 1;
    bench->stats->epoch++;
    wb_sync_hurry_stats (bench->desk->sync);
    wb_sync_set_probe (bench->desk->sync, end_cb, &killer);
    ended = !wb_sync_pull (bench->desk->sync, bench->desk->helpdesk, NULL, &error);
    left = tell (bench, WB_STAT_BANNERS);
    g_test_message ("%u: %s", end_at, left);
    g_assert_true (g_str_equal (left, "400=1000 5=100 1=10 0=1") ||
                   g_str_equal (left, "5=101 1=11 0=2") ||
                   g_str_equal (left, "400=1001 5=101 1=11 0=2"));
    wb_sync_desk_restart (bench->desk);
    wb_sync_desk_pull (bench->desk);
    check (bench, "400=1001 5=101 1=11 0=2", "0=40", "0=7");
  }
}

static void
changed_cb (WbWorkspace *workspace,
            guint        tables,
            guint       *told)
{
  if (tables & WB_TABLE_STATS)
    (*told)++;
}

/* Pages draw anew when a number is another, and not each quarter of an hour. */
static void
test_stats_tell_changes_only (void)
{
  g_autoptr (Bench) bench = bench_new ();
  guint told = 0;

  g_signal_connect (bench->desk->workspace, "changed", G_CALLBACK (changed_cb), &told);
  wb_sync_desk_pull (bench->desk);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (told, >, 0);
  told = 0;
  wb_sync_desk_pass (bench->desk, 16 * WB_MINUTE_MS);
  wb_sync_desk_pull (bench->desk);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (told, ==, 0);
  ((WbCallCount *) bench->stats->rows[WB_STAT_CALLS]->pdata[0])->open = 1;
  wb_sync_desk_pass (bench->desk, 16 * WB_MINUTE_MS);
  wb_sync_desk_pull (bench->desk);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (told, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/sync/stats/are-read", test_stats_are_read);
  g_test_add_func ("/wb/sync/stats/only-what-is-offered", test_stats_only_what_is_offered);
  g_test_add_func ("/wb/sync/stats/when-it-is-time", test_stats_when_it_is_time);
  g_test_add_func ("/wb/sync/stats/corrections-replace", test_stats_corrections_replace);
  g_test_add_func ("/wb/sync/stats/final-no-more", test_stats_final_no_more);
  g_test_add_func ("/wb/sync/stats/counted-anew", test_stats_counted_anew);
  g_test_add_func ("/wb/sync/stats/in-stretches", test_stats_in_stretches);
  g_test_add_func ("/wb/sync/stats/long-day", test_stats_long_day);
  g_test_add_func ("/wb/sync/stats/changed-while-read", test_stats_changed_while_read);
  g_test_add_func ("/wb/sync/stats/never-the-same", test_stats_never_the_same);
  g_test_add_func ("/wb/sync/stats/trouble-is-told", test_stats_trouble_is_told);
  g_test_add_func ("/wb/sync/stats/trouble-with-a-feature-that-goes",
                   test_stats_trouble_with_a_feature_that_goes);
  g_test_add_func ("/wb/sync/stats/passing-trouble", test_stats_passing_trouble);
  g_test_add_func ("/wb/sync/stats/token-refused", test_stats_token_refused);
  g_test_add_func ("/wb/sync/stats/killed", test_stats_killed);
  g_test_add_func ("/wb/sync/stats/tell-changes-only", test_stats_tell_changes_only);

  return g_test_run ();
}
