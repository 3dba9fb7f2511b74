/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists: page, order and filters, the same way for every resource (reference/retino-api.md B.1). */

#include "config.h"

#include "wb-api.h"

#include "wb-time.h"

#define PAGE_SIZE_DEFAULT 50
#define PAGE_SIZE_MAX 100

gboolean
wb_api_read_page (WbPortalRequest *request,
                  int              size_max,
                  WbApiPage       *page)
{
  return wb_portal_request_int_param (request, "page", 1, G_MAXINT / size_max, 1, &page->page) &&
         wb_portal_request_int_param (request, "page_size", 1, size_max, PAGE_SIZE_DEFAULT,
                                      &page->size);
}

gboolean
wb_api_check_page (WbPortalRequest *request,
                   const WbApiPage *page,
                   gint64           count)
{
  if (page->page == 1 || (gint64) (page->page - 1) * page->size < count)
    return TRUE;

  wb_portal_request_refuse (request, 404, "invalid_page", "There is no such page.");

  return FALSE;
}

JsonNode *
wb_api_make_page (const WbApiPage  *page,
                  gint64            count,
                  GPtrArray        *items,
                  WbWireEncodeFunc  encode)
{
  gint64 n_pages = MAX ((count + page->size - 1) / page->size, 1);

  return wb_wire_page_encode (count, page->page, n_pages, items, encode);
}

static void
answer (WbPortalRequest  *request,
        const WbApiPage  *page,
        gint64            count,
        GPtrArray        *items,
        WbWireEncodeFunc  encode,
        gboolean          with_etag)
{
  JsonNode *node = wb_api_make_page (page, count, items, encode);

  if (with_etag)
    wb_portal_request_reply_list (request, node);
  else
    wb_portal_request_reply (request, 200, node);
}

void
wb_api_answer_page (WbPortalRequest  *request,
                    WbLedgerQuery    *query,
                    WbWireDecodeFunc  decode,
                    GDestroyNotify    free_item,
                    WbWireEncodeFunc  encode,
                    gboolean          with_etag)
{
  WbLedger *ledger = request->portal->ledger;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;
  gint64 count = 0;
  WbApiPage page = { 1, PAGE_SIZE_DEFAULT };

  if (!wb_api_read_page (request, PAGE_SIZE_MAX, &page))
    return;
  if (!wb_ledger_query_count (query, ledger, &count, &error)) {
    wb_portal_request_fail (request, error);
    return;
  }
  if (!wb_api_check_page (request, &page, count))
    return;

  items = wb_ledger_query_run (query, ledger, page.size, (gint64) (page.page - 1) * page.size,
                               decode, free_item, &error);
  if (!items) {
    wb_portal_request_fail (request, error);
    return;
  }
  for (guint i = 0; request->adapt_item && i < items->len; i++)
    request->adapt_item (request, g_ptr_array_index (items, i));
  answer (request, &page, count, items, encode, with_etag);
}

void
wb_api_answer_items (WbPortalRequest  *request,
                     GPtrArray        *items,
                     WbWireEncodeFunc  encode,
                     gboolean          with_etag)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  WbApiPage page = { 1, PAGE_SIZE_DEFAULT };
  guint first = 0;

  if (!wb_api_read_page (request, PAGE_SIZE_MAX, &page) ||
      !wb_api_check_page (request, &page, items->len))
    return;

  first = (guint) (page.page - 1) * (guint) page.size;
  for (guint i = first; i < items->len && i < first + (guint) page.size; i++)
    g_ptr_array_add (shown, g_ptr_array_index (items, i));

  answer (request, &page, items->len, shown, encode, with_etag);
}

gboolean
wb_api_order_by (WbPortalRequest   *request,
                 WbLedgerQuery     *query,
                 const char        *fallback,
                 const char *const *columns)
{
  const char *ordering = wb_portal_request_param (request, "ordering");
  gboolean descending = FALSE;
  g_autofree char *order = NULL;

  if (!ordering)
    ordering = fallback;
  descending = ordering[0] == '-';
  if (descending)
    ordering++;
  if (!g_strv_contains (columns, ordering)) {
    wb_portal_request_malformed (request, "ordering", "This list cannot be put in that order.");
    return FALSE;
  }

  /* Ties are broken by id, always the same way up as the rest. */
  order = g_strdup_printf ("%s%s, id%s", ordering, descending ? " DESC" : "",
                           descending ? " DESC" : "");
  wb_ledger_query_order (query, order);

  return TRUE;
}

void
wb_api_where_texts (WbPortalRequest   *request,
                    WbLedgerQuery     *query,
                    const char *const *columns)
{
  for (guint i = 0; columns[i]; i++) {
    const char *value = wb_portal_request_param (request, columns[i]);

    if (value) {
      g_autofree char *condition = g_strdup_printf ("%s = ?", columns[i]);

      wb_ledger_query_text (query, condition, value);
    }
  }
}

gboolean
wb_api_where_times (WbPortalRequest *request,
                    WbLedgerQuery   *query,
                    const char      *from_parameter,
                    const char      *to_parameter,
                    const char      *column)
{
  gint64 from = WB_TIME_NONE;
  gint64 to = WB_TIME_NONE;

  if ((from_parameter && !wb_portal_request_time_param (request, from_parameter, &from)) ||
      (to_parameter && !wb_portal_request_time_param (request, to_parameter, &to)))
    return FALSE;

  if (from != WB_TIME_NONE) {
    g_autofree char *condition = g_strdup_printf ("%s >= ?", column);

    wb_ledger_query_int64 (query, condition, from);
  }
  if (to != WB_TIME_NONE) {
    g_autofree char *condition = g_strdup_printf ("%s <= ?", column);

    wb_ledger_query_int64 (query, condition, to);
  }

  return TRUE;
}
