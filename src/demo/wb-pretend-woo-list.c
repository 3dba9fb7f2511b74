/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists of coupons: filters, order, pages, and the headers that count them (recordings 035 to
 * 049). */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include "wb-oauth1.h"

#include <string.h>

typedef struct
{
  const char *by;
  gboolean ascending;
} Order;

/**
 * pretend_add_links:
 * @object: an object to be answered
 * @request: what came
 * @collection: the route above it, from "/wc"
 * @last: the last part of its own route
 * @allow: the verbs it takes, comma-separated
 *
 * Adds `_links` with absolute URLs.
 */
void
pretend_add_links (JsonObject             *object,
                   const WbPretendRequest *request,
                   const char             *collection,
                   const char             *last,
                   const char             *allow)
{
  const char *home = pretend_front (request)->home_url;
  g_autofree char *up = g_strconcat (home, "/wp-json", collection, NULL);
  g_autofree char *self = g_strconcat (up, "/", last, NULL);
  g_auto (GStrv) verbs = g_strsplit (allow, ", ", -1);
  JsonObject *links = json_object_new ();
  JsonObject *self_link = json_object_new ();
  JsonObject *hints = json_object_new ();
  JsonObject *up_link = json_object_new ();
  JsonArray *list = json_array_new ();
  JsonArray *selves = json_array_new ();
  JsonArray *ups = json_array_new ();

  for (guint i = 0; verbs[i]; i++)
    json_array_add_string_element (list, verbs[i]);
  json_object_set_array_member (hints, "allow", list);
  json_object_set_string_member (self_link, "href", self);
  json_object_set_object_member (self_link, "targetHints", hints);
  json_array_add_object_element (selves, self_link);
  json_object_set_string_member (up_link, "href", up);
  json_array_add_object_element (ups, up_link);
  json_object_set_array_member (links, "self", selves);
  json_object_set_array_member (links, "collection", ups);
  json_object_set_object_member (object, "_links", links);
}

/* "billing.email" keeps that of "billing" (120). FALSE = nothing below @name is wanted. */
static gboolean
keep_below (JsonObject *object,
            const char *name,
            GStrv       wanted)
{
  g_autofree char *prefix = g_strconcat (name, ".", NULL);
  g_autoptr (GString) below = g_string_new (NULL);
  JsonNode *node = json_object_get_member (object, name);

  for (guint i = 0; wanted[i]; i++) {
    if (g_str_has_prefix (wanted[i], prefix))
      g_string_append_printf (below, "%s%s", below->len > 0 ? "," : "",
                              wanted[i] + strlen (prefix));
  }
  if (below->len == 0 || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  pretend_keep_fields (json_node_get_object (node), below->str, FALSE);

  return TRUE;
}

/**
 * pretend_keep_fields:
 * @object: an object to be answered
 * @fields: (nullable): the request's `_fields`; `NULL` keeps all
 * @keep_links: whether `_links` stays all the same, as it does with a single item (067) but not in
 * a   list (111)
 *
 * Drops what was not asked for.
 */
void
pretend_keep_fields (JsonObject *object,
                     const char *fields,
                     gboolean    keep_links)
{
  g_auto (GStrv) wanted = NULL;
  g_autoptr (GList) names = NULL;

  if (!fields)
    return;
  wanted = g_strsplit (fields, ",", -1);
  for (guint i = 0; wanted[i]; i++)
    g_strstrip (wanted[i]);
  names = json_object_get_members (object);
  for (GList *l = names; l; l = l->next) {
    if (!g_strv_contains ((const char *const *) wanted, l->data) &&
        !(keep_links && strcmp (l->data, "_links") == 0) &&
        !keep_below (object, l->data, wanted))
      json_object_remove_member (object, l->data);
  }
}

/* WordPress looks for each word, anywhere in title (the code) or excerpt (the description). */
static gboolean
matches_search (JsonObject *coupon,
                const char *search)
{
  g_autofree char *code = g_utf8_strdown (json_object_get_string_member (coupon, "code"), -1);
  g_autofree char *text =
    g_utf8_strdown (json_object_get_string_member (coupon, "description"), -1);
  g_autofree char *lower = g_utf8_strdown (search, -1);
  g_auto (GStrv) words = g_strsplit (lower, " ", -1);

  for (guint i = 0; words[i]; i++) {
    if (!strstr (code, words[i]) && !strstr (text, words[i]))
      return FALSE;
  }

  return TRUE;
}

static gboolean
matches_include (const WbPretendRequest *request,
                 gint64                  id)
{
  gboolean is_limited = FALSE;

  for (guint i = 0; i < request->query_params->len; i += 2) {
    g_auto (GStrv) ids = NULL;

    if (!g_str_has_prefix (request->query_params->pdata[i], "include"))
      continue;
    is_limited = TRUE;
    ids = g_strsplit (request->query_params->pdata[i + 1], ",", -1);
    for (guint j = 0; ids[j]; j++) {
      if (g_ascii_strtoll (ids[j], NULL, 10) == id)
        return TRUE;
    }
  }

  return !is_limited;
}

/**
 * pretend_dup_modified_limit:
 * @self: the store
 * @request: a list
 *
 * Reads `modified_after`: strictly after, to the second; without a zone in the store's own time
 * unless told otherwise.
 *
 * Returns: (transfer full) (nullable): what `date_modified_gmt` must be above, as text; `NULL` =
 *   anything
 */
char *
pretend_dup_modified_limit (WbPretendWoo           *self,
                            const WbPretendRequest *request)
{
  const char *after = wb_pretend_request_param (request, "modified_after");
  const char *is_gmt = wb_pretend_request_param (request, "dates_are_gmt");
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  gint64 limit = 0;

  if (!after || !pretend_parse_date (after, self->zone, g_strcmp0 (is_gmt, "true") == 0, &limit))
    return NULL;

  return pretend_local_text (limit, utc);
}

/**
 * pretend_is_modified_after:
 * @object: a coupon or an order
 * @limit: (nullable): of pretend_dup_modified_limit()
 *
 * Returns: whether it belongs into the list
 */
gboolean
pretend_is_modified_after (JsonObject *object,
                           const char *limit)
{
  return !limit ||
         strcmp (json_object_get_string_member (object, "date_modified_gmt"), limit) > 0;
}

static int
compare_coupons (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  JsonObject *first = *(JsonObject *const *) a;
  JsonObject *second = *(JsonObject *const *) b;
  const Order *order = data;
  const char *member = strcmp (order->by, "modified") == 0 ? "date_modified_gmt" :
                       strcmp (order->by, "date") == 0 ? "date_created_gmt" :
                       strcmp (order->by, "title") == 0 || strcmp (order->by, "slug") == 0 ?
                       "code" : NULL;
  gint64 first_id = json_object_get_int_member (first, "id");
  gint64 second_id = json_object_get_int_member (second, "id");
  int result = member ? strcmp (json_object_get_string_member (first, member),
                                json_object_get_string_member (second, member)) : 0;

  if (result == 0)
    result = first_id < second_id ? -1 : first_id > second_id;

  return order->ascending ? result : -result;
}

/* What the server adds of its own to the links of order lists (142, 146, 147). */
static void
add_order_defaults (GString    *query,
                    const char *status)
{
  g_auto (GStrv) list = g_strsplit (status ? status : "any", ",", -1);

  for (guint i = 0; list[i]; i++)
    g_string_append_printf (query, "%sstatus%%5B%u%%5D=%s", query->len > 0 ? "&" : "", i, list[i]);
  g_string_append (query, "&dp=2&context=view");
}

/* @page in place of the request's own, as WordPress' add_query_arg() does: a value loses the "=" at
 * its end (089), "true" becomes 1 (048), a new parameter goes last. */
static char *
link_to_page (const WbPretendRequest *request,
              const char             *route,
              int                     page)
{
  g_autoptr (GString) query = g_string_new (NULL);
  gboolean is_orders = g_str_has_suffix (route, "/orders");
  gboolean has_page = FALSE;

  for (guint i = 0; i < request->query_params->len; i += 2) {
    const char *name = request->query_params->pdata[i];
    g_autofree char *value = NULL;

    if (is_orders && strcmp (name, "status") == 0)
      continue;
    if (strcmp (name, "page") == 0) {
      value = g_strdup_printf ("%d", page);
      has_page = TRUE;
    } else if (strcmp (request->query_params->pdata[i + 1], "true") == 0) {
      value = g_strdup ("1");
    } else {
      value = wb_oauth1_escape (request->query_params->pdata[i + 1]);
      while (g_str_has_suffix (value, "%3D"))
        value[strlen (value) - 3] = '\0';
    }
    g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", name, value);
  }
  if (is_orders)
    add_order_defaults (query, wb_pretend_request_param (request, "status"));
  if (!has_page)
    g_string_append_printf (query, "%spage=%d", query->len > 0 ? "&" : "", page);

  return g_strdup_printf ("<%s/wp-json%s?%s>", pretend_front (request)->home_url, route,
                          query->str);
}

static void
add_page_headers (const WbPretendRequest *request,
                  WbPretendAnswer        *answer,
                  const char             *route,
                  int                     page,
                  int                     pages,
                  guint                   total)
{
  g_autofree char *total_text = g_strdup_printf ("%u", total);
  g_autofree char *pages_text = g_strdup_printf ("%d", pages);
  g_autoptr (GString) link = g_string_new (NULL);

  wb_pretend_answer_add_header (answer, "X-WP-Total", total_text);
  wb_pretend_answer_add_header (answer, "X-WP-TotalPages", pages_text);
  if (page > 1 && pages > 0) {
    g_autofree char *previous = link_to_page (request, route, MIN (page - 1, pages));

    g_string_append_printf (link, "%s; rel=\"prev\"", previous);
  }
  if (page < pages) {
    g_autofree char *next = link_to_page (request, route, page + 1);

    g_string_append_printf (link, "%s%s; rel=\"next\"", link->len > 0 ? ", " : "", next);
  }
  if (link->len > 0)
    wb_pretend_answer_add_header (answer, "Link", link->str);
}

static GPtrArray *
filter_coupons (WbPretendWoo           *self,
                const WbPretendRequest *request)
{
  const char *code = wb_pretend_request_param (request, "code");
  const char *search = wb_pretend_request_param (request, "search");
  g_autofree char *limit = pretend_dup_modified_limit (self, request);
  GPtrArray *found = g_ptr_array_new ();
  JsonObject *by_code = NULL;

  if (code && code[0] != '\0') {
    g_autofree char *clean = pretend_sanitize_text (code);
    g_autofree char *formatted = pretend_format_code (clean);

    by_code = pretend_coupon_by_code (self, formatted, 0);
    if (!by_code)
      return found;
  }
  for (guint i = 0; i < self->coupons->len; i++) {
    JsonObject *coupon = g_ptr_array_index (self->coupons, i);

    if ((by_code && coupon != by_code) ||
        strcmp (json_object_get_string_member (coupon, "status"), "publish") != 0 ||
        !matches_include (request, json_object_get_int_member (coupon, "id")) ||
        !pretend_is_modified_after (coupon, limit) ||
        (search && !matches_search (coupon, search)))
      continue;
    g_ptr_array_add (found, coupon);
  }

  return found;
}

static gboolean
is_sorted (GPtrArray *found,
           Order     *order)
{
  for (guint i = 1; i < found->len; i++) {
    if (compare_coupons (&found->pdata[i - 1], &found->pdata[i], order) > 0)
      return FALSE;
  }

  return TRUE;
}

/**
 * pretend_cut_page:
 * @request: a list whose parameters are valid
 * @found: all that belongs into it
 * @route: its route, from "/wc"
 * @answer: gets the headers
 *
 * Returns: (transfer container): those of the page
 */
GPtrArray *
pretend_cut_page (const WbPretendRequest *request,
                  GPtrArray              *found,
                  const char             *route,
                  WbPretendAnswer        *answer)
{
  const char *per_page_text = wb_pretend_request_param (request, "per_page");
  const char *page_text = wb_pretend_request_param (request, "page");
  const char *order_text = wb_pretend_request_param (request, "order");
  const char *by = wb_pretend_request_param (request, "orderby");
  int per_page = per_page_text ? atoi (per_page_text) : 10;
  int page = page_text ? atoi (page_text) : 1;
  Order order = { by ? by : "date", g_strcmp0 (order_text, "asc") == 0 };
  int pages = ((int) found->len + per_page - 1) / per_page;
  GPtrArray *cut = g_ptr_array_new ();

  if (!is_sorted (found, &order))
    g_ptr_array_sort_with_data (found, compare_coupons, &order);
  for (gint64 i = (gint64) (page - 1) * per_page;
       i < found->len && i < (gint64) page * per_page; i++)
    g_ptr_array_add (cut, g_ptr_array_index (found, i));
  add_page_headers (request, answer, route, page, pages, found->len);

  return cut;
}

/**
 * pretend_list_handle:
 * @self: the store
 * @request: a `GET coupons` whose parameters are valid
 * @answer: filled
 *
 * Answers one page.
 */
void
pretend_list_handle (WbPretendWoo           *self,
                     const WbPretendRequest *request,
                     WbPretendAnswer        *answer)
{
  g_autoptr (GPtrArray) found = filter_coupons (self, request);
  g_autoptr (GPtrArray) page = pretend_cut_page (request, found, "/wc/v3/coupons", answer);
  JsonArray *list = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < page->len; i++) {
    JsonObject *copy = pretend_coupon_copy (g_ptr_array_index (page, i));
    g_autofree char *id =
      g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (copy, "id"));

    pretend_add_links (copy, request, "/wc/v3/coupons", id, "GET, POST, PUT, PATCH, DELETE");
    pretend_keep_fields (copy, wb_pretend_request_param (request, "_fields"), FALSE);
    json_array_add_object_element (list, copy);
  }
  json_node_take_array (node, list);
  pretend_answer_json (answer, 200, node);
}
