/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages of statistics (reference/retino-api.md B.9, src/portal/API.md), with what each says
 * beside its rows. */

#include "config.h"

#include "wb-helpdesk-private.h"

#include "wb-classify.h"
#include "wb-time.h"
#include "wb-wire-stats.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *what;
  const char *path;
  WbWireDecodeFunc decode;
  GDestroyNotify free_row;
} lists[] = {
  { "banners", "remarketing/stats/banners", (WbWireDecodeFunc) wb_wire_banner_count_decode,
    (GDestroyNotify) wb_banner_count_unref },
  { "funnel", "remarketing/stats/funnel", (WbWireDecodeFunc) wb_wire_funnel_row_decode,
    (GDestroyNotify) wb_funnel_row_unref },
  { "calls", "remarketing/stats/calls", (WbWireDecodeFunc) wb_wire_call_count_decode,
    (GDestroyNotify) wb_call_count_unref },
};

static WbHttpReply *
ask_page (WbHelpdesk        *self,
          const char        *path,
          const WbStatPage  *asked,
          const char        *etag,
          GCancellable      *cancellable,
          GError           **error)
{
  g_autofree char *from = wb_date_format (asked->from);
  g_autofree char *to = wb_date_format (asked->to);
  g_autofree char *page = g_strdup_printf ("%u", asked->page);
  g_autofree char *size = g_strdup_printf ("%d", WB_STAT_PAGE_SIZE);
  char *query[] = { (char *) "from", from, (char *) "to", to, (char *) "page_size", size,
                    (char *) "page", page, NULL };
  const WbAsk ask = { .method = "GET", .path = path, .query = query, .etag = etag,
                      .if_match = WB_NO_VERSION };

  return wb_helpdesk_perform (self, &ask, cancellable, error);
}

/* Rows and facts of one answer; @facts_out is set only with them. */
static WbWirePage *
decode_page (const WbHttpReply  *reply,
             guint               list,
             WbStatFacts       **facts_out,
             GError            **error)
{
  g_autoptr (JsonNode) node = wb_classify_parse (reply, error);
  g_autoptr (WbStatFacts) facts = NULL;
  g_autoptr (WbWirePage) page = NULL;
  g_autoptr (GError) cause = NULL;

  if (!node)
    return NULL;
  facts = wb_wire_stat_facts_decode (node, &cause);
  page = facts ? wb_wire_page_decode (node, lists[list].decode, lists[list].free_row, &cause)
               : NULL;
  if (!page) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("The server's answer cannot be read: %s"), cause->message);
    return NULL;
  }
  *facts_out = g_steal_pointer (&facts);

  return g_steal_pointer (&page);
}

/**
 * wb_helpdesk_get_stats:
 * @self: a client
 * @what: "banners", "funnel" or "calls"
 * @asked: which days, and which page of them
 * @etag: (nullable): of that page, as it was read
 * @not_modified_out: (out) (optional): `TRUE` when @etag still holds
 * @facts_out: (out) (transfer full): what the page says beside its rows
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Reads one page of statistics. A row that cannot be read fails the page: sums without it would be
 * wrong numbers.
 *
 * Returns: (transfer full) (nullable): the page of WbBannerCount, WbFunnelRow or WbCallCount;
 * `NULL` without an error when not modified
 */
WbWirePage *
wb_helpdesk_get_stats (WbHelpdesk        *self,
                       const char        *what,
                       const WbStatPage  *asked,
                       const char        *etag,
                       gboolean          *not_modified_out,
                       WbStatFacts      **facts_out,
                       GCancellable      *cancellable,
                       GError           **error)
{
  g_autoptr (WbHttpReply) reply = NULL;
  guint list = 0;

  g_return_val_if_fail (self && what && asked && facts_out, NULL);
  while (list < G_N_ELEMENTS (lists) && !g_str_equal (lists[list].what, what))
    list++;
  g_return_val_if_fail (list < G_N_ELEMENTS (lists), NULL);

  *facts_out = NULL;
  reply = ask_page (self, lists[list].path, asked, etag, cancellable, error);
  if (not_modified_out)
    *not_modified_out = reply && reply->status == 304;
  if (!reply || (etag && reply->status == 304))
    return NULL;

  return decode_page (reply, list, facts_out, error);
}
