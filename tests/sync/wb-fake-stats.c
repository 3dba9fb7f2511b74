/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-fake-stats.h. */

#include "config.h"

#include "wb-fake-stats.h"

#include "wb-time.h"
#include "wb-wire-stats.h"

#define BASE "/api/v2/remarketing/stats"

static gint32
get_day (WbStatKind    kind,
         gconstpointer row)
{
  return kind == WB_STAT_BANNERS ? ((const WbBannerCount *) row)->day :
                                   kind == WB_STAT_FUNNEL  ? ((const WbFunnelRow *) row)->day
                                 : ((const WbCallCount *) row)->day;
}

static gint32
read_day (const WbStubRequest *request,
          const char          *name)
{
  g_autofree char *text = wb_stub_request_dup_param (request, name);
  gint32 day = 0;

  g_assert_true (wb_date_parse (text, &day));

  return day;
}

static guint
read_number (const WbStubRequest *request,
             const char          *name)
{
  g_autofree char *text = wb_stub_request_dup_param (request, name);
  guint64 number = 0;

  g_assert_true (g_ascii_string_to_unsigned (text, 10, 1, 1000000, &number, NULL));

  return (guint) number;
}

static void
answer (WbFakeStats         *self,
        WbStatKind           kind,
        const WbStubRequest *request,
        WbStubReply         *reply)
{
  static const WbWireEncodeFunc encode[WB_N_STATS] = {
    wb_wire_banner_count_encode, wb_wire_funnel_row_encode, wb_wire_call_count_encode
  };
  gint32 from = read_day (request, "from");
  gint32 to = read_day (request, "to");
  guint page = read_number (request, "page");
  guint size = MIN (read_number (request, "page_size"), self->page_max);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (GPtrArray) given = g_ptr_array_new ();
  g_autoptr (WbStatFacts) facts = wb_stat_facts_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *etag = NULL;

  /* What B.9 refuses is never asked for. */
  g_assert_cmpint (from, <=, to);
  g_assert_cmpint (to - from, <, WB_PERIOD_MAX_DAYS);
  for (guint i = 0; i < self->rows[kind]->len; i++) {
    gint32 day = get_day (kind, self->rows[kind]->pdata[i]);

    if (day >= from && day <= to)
      g_ptr_array_add (chosen, self->rows[kind]->pdata[i]);
  }
  for (guint i = (page - 1) * size; i < MIN (chosen->len, page * size); i++)
    g_ptr_array_add (given, chosen->pdata[i]);
  node = wb_wire_page_encode (chosen->len, page, MAX (1, (chosen->len + size - 1) / size), given, encode[kind]);
  facts->time_zone = g_strdup (self->time_zone);
  facts->final_until = self->final_until;
  facts->epoch = self->epoch;
  wb_wire_stat_facts_put (node, facts);
  json = wb_wire_print (node);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, json, -1);
  etag = g_strdup_printf ("\"%s\"", sum);
  if (self->has_etags && g_strcmp0 (wb_stub_request_get_header (request, "if-none-match"), etag) == 0) {
    reply->status = 304;
    return;
  }
  wb_stub_reply_set_json (reply, 200, json);
  if (self->has_etags)
    wb_stub_reply_set_header (reply, "ETag", etag);
}

static void
answer_cb (WbStubServer        *server,
           const WbStubRequest *request,
           WbStubReply         *reply,
           gpointer             data)
{
  static const char *const names[WB_N_STATS] = { "banners", "funnel", "calls" };
  WbFakeStats *self = data;

  for (int kind = 0; kind < WB_N_STATS; kind++) {
    if (!g_str_has_suffix (request->path, names[kind]))
      continue;
    self->n_asked++;
    if (self->asked)
      self->asked (self, kind, read_number (request, "page"), self->asked_data);
    answer (self, kind, request, reply);
  }
}

WbFakeStats *
wb_fake_stats_new (WbFakeHelpdesk *fake)
{
  WbFakeStats *self = g_new0 (WbFakeStats, 1);

  self->rows[WB_STAT_BANNERS] = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_count_unref);
  self->rows[WB_STAT_FUNNEL] = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_funnel_row_unref);
  self->rows[WB_STAT_CALLS] = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_call_count_unref);
  self->time_zone = g_strdup ("Europe/Prague");
  self->final_until = WB_DATE_NONE;
  self->epoch = 1;
  self->page_max = 1000;
  self->has_etags = TRUE;
  fake->has_stats = fake->has_funnel = TRUE;
  wb_stub_server_handle (fake->stub, "GET", BASE, answer_cb, self);

  return self;
}

void
wb_fake_stats_free (WbFakeStats *self)
{
  for (int kind = 0; kind < WB_N_STATS; kind++)
    g_ptr_array_unref (self->rows[kind]);
  g_free (self->time_zone);
  g_free (self);
}

WbBannerCount *
wb_fake_stats_add_banner (WbFakeStats *self,
                          gint32       day,
                          const char  *banner,
                          gint64       clicks)
{
  WbBannerCount *row = wb_banner_count_new ();

  row->day = day;
  row->banner = g_strdup (banner);
  row->placement = g_strdup ("portal");
  row->type = g_strdup ("b1000001");
  row->impressions = row->impressions_raw = 10 * clicks;
  row->clicks = row->clicks_raw = clicks;
  g_ptr_array_add (self->rows[WB_STAT_BANNERS], row);

  return row;
}

WbFunnelRow *
wb_fake_stats_add_funnel (WbFakeStats *self,
                          gint32       day,
                          WbTool       tool,
                          gint64       offered)
{
  WbFunnelRow *row = wb_funnel_row_new ();

  row->day = day;
  row->has_tool = TRUE;
  row->tool = tool;
  row->type = g_strdup ("b1000001");
  row->currency = g_strdup ("CZK");
  row->offered = row->shown = offered;
  g_ptr_array_add (self->rows[WB_STAT_FUNNEL], row);

  return row;
}

WbCallCount *
wb_fake_stats_add_calls (WbFakeStats *self,
                         gint32       day,
                         gint64       asked)
{
  WbCallCount *row = wb_call_count_new ();

  row->day = day;
  row->type = g_strdup ("b1000001");
  row->asked = asked;
  g_ptr_array_add (self->rows[WB_STAT_CALLS], row);

  return row;
}
