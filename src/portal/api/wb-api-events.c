/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /events: the feed, with long-poll (reference/retino-api.md B.11). A cursor is the base64url of
 * the last event's number. */

#include "config.h"

#include "wb-api.h"

#include "wb-ledger-events.h"
#include "wb-time.h"
#include "wb-wire-event.h"

#define LIMIT_DEFAULT 100
#define LIMIT_MAX 500
#define WAIT_MAX_SECS 25

static char *
make_cursor (gint64 seq)
{
  g_autofree char *text = g_strdup_printf ("%05" G_GINT64_FORMAT, seq);
  char *cursor = g_base64_encode ((const guchar *) text, strlen (text));

  /* Digits never give "+" or "/", so only the padding is in the way. */
  g_strdelimit (cursor, "=", '\0');

  return cursor;
}

static gboolean
parse_cursor (const char *cursor,
              gint64     *seq_out)
{
  g_autofree char *padded = g_strconcat (cursor, "===", NULL);
  g_autofree guchar *data = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  gsize size = 0;

  padded[(strlen (cursor) + 3) / 4 * 4] = '\0';
  data = g_base64_decode (padded, &size);
  text = g_strndup ((const char *) data, size);
  if (strlen (text) != size ||
      !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, seq_out, NULL))
    return FALSE;

  /* Only what we would write ourselves: decoding overlooks anything. */
  again = make_cursor (*seq_out);

  return g_str_equal (again, cursor);
}

static JsonNode *
encode_feed (GPtrArray *events,
             gint64     next,
             gboolean   has_more)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *results = json_array_new ();
  g_autofree char *cursor = make_cursor (next);

  for (guint i = 0; i < events->len; i++)
    json_array_add_element (results, wb_wire_event_encode (g_ptr_array_index (events, i)));
  json_object_set_array_member (object, "results", results);
  json_object_set_string_member (object, "next_cursor", cursor);
  json_object_set_boolean_member (object, "has_more", has_more);

  return json_node_init_object (json_node_alloc (), object);
}

/* TRUE = there was something, or @even_if_empty, or it failed: the request is answered. */
static gboolean
read_feed (WbPortalRequest *request,
           gboolean         even_if_empty)
{
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_more = FALSE;
  gint64 next = 0;

  if (!wb_ledger_events_read (request->portal->ledger, request->feed_after, request->feed_limit,
                              request->feed_kinds, &events, &next, &has_more, &error)) {
    wb_portal_request_fail (request, error);
    return TRUE;
  }
  if (events->len == 0 && !even_if_empty)
    return FALSE;

  for (guint i = 0; i < events->len; i++)
    wb_api_banners_adapt_event (request, g_ptr_array_index (events, i));
  wb_portal_request_reply (request, 200, encode_feed (events, next, has_more));

  return TRUE;
}

/**
 * wb_api_events_answer:
 * @request: a long-poll
 * @even_if_empty: whether its time is over
 *
 * Returns: whether it is answered now
 */
gboolean
wb_api_events_answer (WbPortalRequest *request,
                      gboolean         even_if_empty)
{
  WbDb *db = request->portal->ledger->db;
  gboolean answered = FALSE;

  /* Events and cursor from one state of the ledger. */
  if (!wb_db_begin (db, NULL))
    return FALSE;
  answered = read_feed (request, even_if_empty);
  wb_db_rollback (db);

  return answered;
}

/* Where the feed starts; FALSE = the request is answered. */
static gboolean
find_start (WbPortalRequest *request)
{
  WbLedger *ledger = request->portal->ledger;
  const char *after = wb_portal_request_param (request, "after");
  g_autoptr (GError) error = NULL;
  gint64 floor_seq = 0;
  gint64 head = 0;

  if (!wb_ledger_events_floor (ledger, &floor_seq, &error) ||
      !wb_ledger_events_head (ledger, &head, &error)) {
    wb_portal_request_fail (request, error);
    return FALSE;
  }

  if (!after) {
    request->feed_after = floor_seq;
  } else if (g_str_equal (after, "head")) {
    g_autoptr (GPtrArray) none = g_ptr_array_new ();

    wb_portal_request_reply (request, 200, encode_feed (none, head, FALSE));
    return FALSE;
  } else if (!parse_cursor (after, &request->feed_after)) {
    wb_portal_request_malformed (request, "after", "This is not a cursor.");
    return FALSE;
  } else if (request->feed_after < floor_seq || request->feed_after > head) {
    /* One from ahead comes from a ledger that was put back to an earlier copy. */
    wb_portal_request_refuse (request, 410, "cursor_expired",
                              "This cursor is too old. Read everything again.");
    return FALSE;
  }

  return TRUE;
}

static void
list_events (WbPortalRequest *request)
{
  const char *types = wb_portal_request_param (request, "types");
  int wait_secs = 0;

  if (!wb_portal_request_int_param (request, "limit", 1, LIMIT_MAX, LIMIT_DEFAULT,
                                    &request->feed_limit) ||
      !wb_portal_request_int_param (request, "wait", 0, WAIT_MAX_SECS, 0, &wait_secs) ||
      !find_start (request))
    return;

  if (types)
    request->feed_kinds = g_strsplit (types, ",", 32);
  if (read_feed (request, wait_secs == 0))
    return;

  request->when = WB_PORTAL_ANSWER_ON_EVENT;
  request->wait_until = request->now + wait_secs * WB_SECOND_MS;
}

static const WbRoute routes[] = {
  { .method = "GET", .path = "/events", .handle = list_events },
};

const WbRoute *
wb_api_events_routes (guint *n_out)
{
  *n_out = G_N_ELEMENTS (routes);

  return routes;
}
