/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of statistics, both ways: what the contract shows, what another server may leave out, and each
 * wrong thing refused with its path. */

#include "config.h"

#include "wb-wire-stats.h"

#include <string.h>

#define BANNER                                                                                     \
  "{\"date\":\"2025-10-03\",\"banner\":\"03000001\",\"placement\":\"portal\",\"type\":\"b1000001\","      \
  "\"impressions\":184,\"impressions_raw\":201,\"clicks\":23,\"clicks_raw\":30,"                      \
  "\"clicks_filtered\":{\"head\":1,\"repeat\":6}}"
#define FUNNEL                                                                                     \
  "{\"date\":\"2025-10-03\",\"tool\":\"coupon\",\"type\":\"b1000001\",\"placement\":\"portal\","          \
  "\"currency\":\"CZK\",\"offered\":40,\"shown\":38,\"taken\":12,\"used\":5,\"used_probable\":2,"         \
  "\"open\":9,\"revenue\":\"386.00\",\"revenue_probable\":\"0.50\",\"revenue_squares\":1490000000.0,"    \
  "\"revenue_all_squares\":1490002500.0}"
#define CALLS                                                                                      \
  "{\"date\":\"2025-10-03\",\"type\":\"b1000001\",\"asked\":9,\"open\":1,\"in_goal\":5,"                \
  "\"goal_counted\":8,\"in_promise\":7,\"promise_counted\":8,"                                        \
  "\"outcomes\":{\"resolved\":3,\"exchange_agreed\":1,\"declined\":4}}"

typedef gpointer (*Decode) (JsonNode *node, GError **error);
typedef JsonNode *(*Encode) (gconstpointer record);

typedef struct
{
  const char *name;
  const char *json;
  Decode decode;
  Encode encode;
  GDestroyNotify unref;
} Form;

static const Form forms[] = {
  { "banner", BANNER, (Decode) wb_wire_banner_count_decode, wb_wire_banner_count_encode,
    (GDestroyNotify) wb_banner_count_unref },
  { "funnel", FUNNEL, (Decode) wb_wire_funnel_row_decode, wb_wire_funnel_row_encode,
    (GDestroyNotify) wb_funnel_row_unref },
  { "calls", CALLS, (Decode) wb_wire_call_count_decode, wb_wire_call_count_encode,
    (GDestroyNotify) wb_call_count_unref },
};

static JsonNode *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = wb_wire_parse (json, -1, WB_WIRE_MAX_BODY_BYTES, &error);

  g_assert_no_error (error);

  return node;
}

/* @json with the member @name replaced by @value; NULL = left out. */
static JsonNode *
change (const char *json,
        const char *name,
        const char *value)
{
  JsonNode *node = parse (json);

  g_assert_true (json_object_has_member (json_node_get_object (node), name));
  if (value) {
    g_autofree char *list = g_strdup_printf ("[%s]", value);
    g_autoptr (JsonNode) parsed = parse (list);

    json_object_set_member (json_node_get_object (node), name,
                            json_array_dup_element (json_node_get_array (parsed), 0));
  } else {
    json_object_remove_member (json_node_get_object (node), name);
  }

  return node;
}

static gpointer
decode (const Form *form,
        JsonNode   *node)
{
  g_autoptr (GError) error = NULL;
  gpointer row = form->decode (node, &error);

  g_assert_no_error (error);
  g_assert_nonnull (row);

  return row;
}

static void
check_again (const Form *form,
             const char *json,
             const char *expected)
{
  g_autoptr (JsonNode) node = parse (json);
  gpointer row = decode (form, node);
  g_autoptr (JsonNode) again = form->encode (row);
  g_autofree char *text = wb_wire_print (again);

  g_assert_cmpstr (text, ==, expected);
  form->unref (row);
}

static void
test_stats_both_ways (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_test_message ("%s", forms[i].name);
    check_again (&forms[i], forms[i].json, forms[i].json);
  }
}

static void
test_stats_reads_all (void)
{
  g_autoptr (JsonNode) banner_node = parse (BANNER);
  g_autoptr (JsonNode) funnel_node = parse (FUNNEL);
  g_autoptr (JsonNode) calls_node = parse (CALLS);
  g_autoptr (WbBannerCount) banner = decode (&forms[0], banner_node);
  g_autoptr (WbFunnelRow) funnel = decode (&forms[1], funnel_node);
  g_autoptr (WbCallCount) calls = decode (&forms[2], calls_node);
  gint32 day = 0;

  g_assert_true (wb_date_parse ("2025-10-03", &day));
  g_assert_cmpint (banner->day, ==, day);
  g_assert_cmpstr (banner->banner, ==, "03000001");
  g_assert_cmpstr (banner->placement, ==, "portal");
  g_assert_cmpstr (banner->type, ==, "b1000001");
  g_assert_cmpint (banner->impressions, ==, 184);
  g_assert_cmpint (banner->impressions_raw, ==, 201);
  g_assert_cmpint (banner->clicks, ==, 23);
  g_assert_cmpint (banner->clicks_raw, ==, 30);
  g_assert_cmpint (banner->filtered[WB_VERDICT_HEAD], ==, 1);
  g_assert_cmpint (banner->filtered[WB_VERDICT_REPEAT], ==, 6);
  g_assert_cmpint (banner->filtered[WB_VERDICT_BURST], ==, 0);
  g_assert_cmpint (banner->filtered[WB_VERDICT_COUNTED], ==, 0);
  g_assert_cmpint (banner->clicks_with_views, ==, 23);

  g_assert_cmpint (funnel->day, ==, day);
  g_assert_true (funnel->has_tool);
  g_assert_cmpint (funnel->tool, ==, WB_TOOL_COUPON);
  g_assert_cmpstr (funnel->currency, ==, "CZK");
  g_assert_cmpint (funnel->offered, ==, 40);
  g_assert_cmpint (funnel->shown, ==, 38);
  g_assert_cmpint (funnel->taken, ==, 12);
  g_assert_cmpint (funnel->used, ==, 5);
  g_assert_cmpint (funnel->used_probable, ==, 2);
  g_assert_cmpint (funnel->open, ==, 9);
  g_assert_cmpint (funnel->revenue, ==, 38600);
  g_assert_cmpint (funnel->revenue_probable, ==, 50);
  g_assert_cmpfloat (funnel->revenue_squares, ==, 1490000000.0);
  g_assert_cmpfloat (funnel->revenue_all_squares, ==, 1490002500.0);

  g_assert_cmpint (calls->day, ==, day);
  g_assert_cmpint (calls->asked, ==, 9);
  g_assert_cmpint (calls->open, ==, 1);
  g_assert_cmpint (calls->in_goal, ==, 5);
  g_assert_cmpint (calls->goal_counted, ==, 8);
  g_assert_cmpint (calls->in_promise, ==, 7);
  g_assert_cmpint (calls->promise_counted, ==, 8);
  g_assert_cmpint (calls->ends[WB_CALL_END_RESOLVED], ==, 3);
  g_assert_cmpint (calls->ends[WB_CALL_END_EXCHANGE_AGREED], ==, 1);
  g_assert_cmpint (calls->ends[WB_CALL_END_DECLINED], ==, 4);
  g_assert_cmpint (calls->ends[WB_CALL_END_WRONG_NUMBER], ==, 0);
}

/* What a row may lack, and what it is then. */
static void
test_stats_tolerant (void)
{
  static const struct
  {
    guint form;
    const char *json;
    const char *again;
  } rows[] = {
    /* The contract's own example has no raw counts. */
    { 0,
      "{\"date\":\"2025-10-03\",\"banner\":\"b\",\"placement\":\"portal\",\"type\":\"t\","
      "\"impressions\":184,\"clicks\":23}",
      "{\"date\":\"2025-10-03\",\"banner\":\"b\",\"placement\":\"portal\",\"type\":\"t\","
      "\"impressions\":184,\"impressions_raw\":184,\"clicks\":23,\"clicks_raw\":23,"
      "\"clicks_filtered\":{}}" },
    /* Views in a mail cannot be counted; that is not none. */
    { 0,
      "{\"date\":\"2025-10-03\",\"banner\":{\"id\":\"b\"},\"placement\":\"email\",\"type\":null,"
      "\"impressions\":null,\"clicks\":0,\"clicks_raw\":2.0,\"clicks_filtered\":{\"agent\":2,"
      "\"later\":\"x\"},\"more\":[]}",
      "{\"date\":\"2025-10-03\",\"banner\":\"b\",\"placement\":\"email\",\"type\":null,"
      "\"impressions\":null,\"impressions_raw\":null,\"clicks\":0,\"clicks_raw\":2,"
      "\"clicks_filtered\":{\"agent\":2}}" },
    /* What design.md promised first, without open and squares: the widest spread that may be. */
    { 1,
      "{\"date\":\"2025-10-03\",\"tool\":\"banner\",\"type\":\"t\",\"placement\":\"email\","
      "\"currency\":\"EUR\",\"offered\":3,\"shown\":null,\"taken\":2,\"used\":2,"
      "\"used_probable\":1,\"revenue\":\"3.00\",\"revenue_probable\":1}",
      "{\"date\":\"2025-10-03\",\"tool\":\"banner\",\"type\":\"t\",\"placement\":\"email\","
      "\"currency\":\"EUR\",\"offered\":3,\"shown\":null,\"taken\":2,\"used\":2,"
      "\"used_probable\":1,\"open\":0,\"revenue\":\"3.00\",\"revenue_probable\":\"1.00\","
      "\"revenue_squares\":90000.0,\"revenue_all_squares\":160000.0}" },
    /* Given by staff to a ticket without an order. */
    { 1,
      "{\"date\":\"2025-10-03\",\"tool\":\"call_request\",\"type\":\"t\",\"placement\":null,"
      "\"currency\":null,\"offered\":1,\"shown\":1,\"taken\":1,\"used\":0,\"used_probable\":0,"
      "\"open\":1,\"revenue\":null,\"revenue_probable\":null,\"revenue_squares\":0,"
      "\"revenue_all_squares\":0}",
      "{\"date\":\"2025-10-03\",\"tool\":\"call_request\",\"type\":\"t\",\"placement\":null,"
      "\"currency\":null,\"offered\":1,\"shown\":1,\"taken\":1,\"used\":0,\"used_probable\":0,"
      "\"open\":1,\"revenue\":null,\"revenue_probable\":null,\"revenue_squares\":0.0,"
      "\"revenue_all_squares\":0.0}" },
    { 2,
      "{\"date\":\"2025-10-03\",\"type\":null,\"asked\":1,\"open\":0,\"in_goal\":0,"
      "\"goal_counted\":1,\"in_promise\":1,\"promise_counted\":1,\"outcomes\":{\"lost\":1}}",
      "{\"date\":\"2025-10-03\",\"type\":null,\"asked\":1,\"open\":0,\"in_goal\":0,"
      "\"goal_counted\":1,\"in_promise\":1,\"promise_counted\":1,\"outcomes\":{}}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].json);
    check_again (&forms[rows[i].form], rows[i].json, rows[i].again);
  }
}

static void
test_stats_refuses (void)
{
  static const struct
  {
    guint form;
    const char *member;
    const char *value;    /* (nullable) NULL = left out */
    const char *message;
  } rows[] = {
    { 0, "date", NULL, "date: missing" },
    { 0, "date", "\"2025-02-30\"", "date: not a date like 2025-10-03" },
    { 0, "banner", "null", "banner: null where a value is needed" },
    { 0, "placement", "\"\"", "placement: empty where a value is needed" },
    { 0, "clicks", NULL, "clicks: missing" },
    { 0, "clicks", "-1", "clicks: out of range" },
    { 0, "clicks", "1000000000001", "clicks: out of range" },
    { 0, "clicks", "1.5", "clicks: expected integer, got number" },
    { 0, "impressions", "-1", "impressions: out of range" },
    { 0, "impressions", "\"9\"", "impressions: expected integer, got string" },
    { 0, "impressions_raw", "-2", "impressions_raw: out of range" },
    { 0, "clicks_raw", "true", "clicks_raw: expected integer, got boolean" },
    { 0, "clicks_filtered", "[]", "clicks_filtered: expected object, got array" },
    { 0, "clicks_filtered", "{\"burst\":-3}", "clicks_filtered.burst: out of range" },
    { 0, "clicks_filtered", "{\"agent\":\"x\"}",
      "clicks_filtered.agent: expected integer, got string" },
    { 1, "date", "null", "date: null where a value is needed" },
    { 1, "tool", NULL, "tool: missing" },
    { 1, "tool", "\"gift\"", "tool: not a tool that is known" },
    { 1, "offered", "-1", "offered: out of range" },
    { 1, "shown", "-1", "shown: out of range" },
    { 1, "taken", NULL, "taken: missing" },
    { 1, "used", "null", "used: null where a value is needed" },
    { 1, "used_probable", "-1", "used_probable: out of range" },
    { 1, "open", "{}", "open: expected integer, got object" },
    { 1, "currency", "null", "revenue: money without a currency" },
    { 1, "currency", "\"XQX\"", "revenue: This currency is not known." },
    { 1, "currency", "\"JPY\"", NULL },
    { 1, "revenue", "\"1.005\"", NULL },
    { 1, "revenue", "\"-1.00\"", "revenue: out of range" },
    { 1, "revenue", "\"10000000000.01\"", "revenue: out of range" },
    { 1, "revenue_probable", "[]", "revenue_probable: expected decimal string, got array" },
    { 1, "revenue_squares", "\"1\"", "revenue_squares: expected number, got string" },
    { 1, "revenue_squares", "-1.0", "revenue_squares: out of range" },
    { 1, "revenue_all_squares", "-0.5", "revenue_all_squares: out of range" },
    { 1, "revenue_all_squares", "4.1e24", "revenue_all_squares: out of range" },
    { 2, "date", NULL, "date: missing" },
    { 2, "asked", "null", "asked: null where a value is needed" },
    { 2, "open", NULL, "open: missing" },
    { 2, "in_goal", "-1", "in_goal: out of range" },
    { 2, "goal_counted", NULL, "goal_counted: missing" },
    { 2, "in_promise", "\"\"", "in_promise: expected integer, got string" },
    { 2, "promise_counted", "-9", "promise_counted: out of range" },
    { 2, "outcomes", "{\"declined\":-1}", "outcomes.declined: out of range" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Form *form = &forms[rows[i].form];
    g_autoptr (JsonNode) node = change (form->json, rows[i].member, rows[i].value);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s: %s = %s", form->name, rows[i].member, rows[i].value ? rows[i].value : "-");
    g_assert_null (form->decode (node, &error));
    g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
    if (rows[i].message)
      g_assert_cmpstr (error->message, ==, rows[i].message);
    else
      g_assert_true (g_str_has_prefix (error->message, "revenue"));
  }
}

/* Each currency with its own digits, there and back. */
static void
test_stats_money (void)
{
  static const struct
  {
    const char *currency;
    const char *revenue;
    gint64 minor;
  } rows[] = {
    { "CZK", "386.00", 38600 },
    { "JPY", "386", 386 },
    { "KWD", "386.125", 386125 },
    { "EUR", "10000000000.00", G_GINT64_CONSTANT (1000000000000) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *currency = g_strdup_printf ("\"%s\"", rows[i].currency);
    g_autofree char *revenue = g_strdup_printf ("\"%s\"", rows[i].revenue);
    g_autoptr (JsonNode) node = change (FUNNEL, "currency", currency);
    g_autoptr (WbFunnelRow) row = NULL;
    g_autoptr (JsonNode) again = NULL;

    json_object_set_string_member (json_node_get_object (node), "revenue", rows[i].revenue);
    json_object_set_string_member (json_node_get_object (node), "revenue_probable",
                                   rows[i].revenue);
    json_object_remove_member (json_node_get_object (node), "revenue_all_squares");
    row = decode (&forms[1], node);
    g_assert_cmpint (row->revenue, ==, rows[i].minor);
    g_assert_cmpint (row->revenue_probable, ==, rows[i].minor);
    g_assert_cmpfloat (row->revenue_all_squares, ==,
                       4.0 * (double) rows[i].minor * (double) rows[i].minor);
    again = wb_wire_funnel_row_encode (row);
    g_assert_cmpstr (json_object_get_string_member (json_node_get_object (again), "revenue"), ==,
                     rows[i].revenue);
  }
}

/* As they were, to the last bit; also through text. */
static void
test_stats_squares_exact (void)
{
  static const double values[] = { 0, 1, 0.5, 1e15, 9007199254740993.0, 1.23456789012345678e22, 4e24 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (WbFunnelRow) row = wb_funnel_row_new ();
    g_autoptr (JsonNode) node = NULL;
    g_autofree char *text = NULL;
    g_autoptr (JsonNode) parsed = NULL;
    g_autoptr (WbFunnelRow) again = NULL;

    row->day = 20000;
    row->has_tool = TRUE;
    row->currency = g_strdup ("CZK");
    row->revenue_squares = values[i];
    node = wb_wire_funnel_row_encode (row);
    text = wb_wire_print (node);
    parsed = parse (text);
    again = decode (&forms[1], parsed);
    g_assert_cmpfloat (again->revenue_squares, ==, values[i]);
  }
}

static void
test_stats_facts (void)
{
  static const struct
  {
    const char *json;
    const char *again;    /* or the refusal */
  } rows[] = {
    { "{\"time_zone\":\"Europe/Prague\",\"final_until\":\"2025-10-02\",\"epoch\":3,\"results\":[]}",
      "\"time_zone\":\"Europe/Prague\",\"final_until\":\"2025-10-02\",\"epoch\":3}" },
    { "{}", "\"time_zone\":null,\"final_until\":null,\"epoch\":0}" },
    { "{\"time_zone\":null,\"final_until\":null,\"epoch\":null}",
      "\"time_zone\":null,\"final_until\":null,\"epoch\":0}" },
    { "{\"final_until\":\"soon\"}", "!final_until: not a date like 2025-10-03" },
    { "{\"epoch\":\"1\"}", "!epoch: expected integer, got string" },
    { "{\"time_zone\":[]}", "!time_zone: expected string, got array" },
    { "[]", "!$: expected object, got array" },
  };
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) node = parse (rows[i].json);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbStatFacts) facts = wb_wire_stat_facts_decode (node, &error);

    g_test_message ("%s", rows[i].json);
    if (rows[i].again[0] == '!') {
      g_assert_null (facts);
      g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
      g_assert_cmpstr (error->message, ==, rows[i].again + 1);
    } else {
      g_autoptr (JsonNode) page = wb_wire_page_encode (0, 1, 1, none, wb_wire_banner_count_encode);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      wb_wire_stat_facts_put (page, facts);
      text = wb_wire_print (page);
      g_assert_true (g_str_has_prefix (text, "{\"count\":0,\"current_page\":1,\"total_pages\":1,"
                                       "\"results\":[],"));
      g_assert_true (g_str_has_suffix (text, rows[i].again));
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/wire/stats/both-ways", test_stats_both_ways);
  g_test_add_func ("/wb/wire/stats/reads-all", test_stats_reads_all);
  g_test_add_func ("/wb/wire/stats/tolerant", test_stats_tolerant);
  g_test_add_func ("/wb/wire/stats/refuses", test_stats_refuses);
  g_test_add_func ("/wb/wire/stats/money", test_stats_money);
  g_test_add_func ("/wb/wire/stats/squares-exact", test_stats_squares_exact);
  g_test_add_func ("/wb/wire/stats/facts", test_stats_facts);

  return g_test_run ();
}
