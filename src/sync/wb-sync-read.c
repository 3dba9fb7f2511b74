/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How lists are read (reference/retino-api.md B.12): long ones by key where the server can sort
 * (rows move while one pages, a key does not), by page number where it cannot, short ones whole. */

#include "config.h"

#include "wb-meta-store.h"
#include "wb-sync-private.h"
#include "wb-time.h"

const WbSyncKind wb_sync_tickets = {
  "tickets", G_STRUCT_OFFSET (WbTicket, id), G_STRUCT_OFFSET (WbTicket, updated_at)
};
const WbSyncKind wb_sync_activities = {
  "activities", G_STRUCT_OFFSET (WbActivity, id), G_STRUCT_OFFSET (WbActivity, updated_at)
};
const WbSyncKind wb_sync_coupons = {
  "coupons", G_STRUCT_OFFSET (WbCoupon, id), G_STRUCT_OFFSET (WbCoupon, updated_at)
};

static const char *
get_id (const WbSyncKind *kind,
        gpointer          item)
{
  return G_STRUCT_MEMBER (char *, item, kind->id_offset);
}

static gint64
get_updated_at (const WbSyncKind *kind,
                gpointer          item)
{
  return G_STRUCT_MEMBER (gint64, item, kind->updated_at_offset);
}

static void
add_param (GStrvBuilder *query,
           const char   *name,
           const char   *value)
{
  g_strv_builder_add_many (query, name, value, NULL);
}

static void
add_int_param (GStrvBuilder *query,
               const char   *name,
               gint64        value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  add_param (query, name, text);
}

static void
add_time_param (GStrvBuilder *query,
                const char   *name,
                gint64        ms)
{
  g_autofree char *text = NULL;

  if (ms == WB_TIME_NONE)
    return;
  text = wb_time_format (ms);
  add_param (query, name, text);
}

/* One page, with the engine's bookkeeping after it. */
static WbWirePage *
get_page (WbSync        *self,
          WbHelpdesk    *helpdesk,
          const char    *resource,
          GStrv          query,
          const char    *etag,
          gboolean      *not_modified_out,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (WbWirePage) page = wb_helpdesk_get_page (helpdesk, resource, query, etag,
                                                      not_modified_out, cancellable, error);

  if (!wb_sync_requested (self, helpdesk, error) ||
      (page && page->skipped->len > 0 &&
       !wb_sync_note_skipped (self, resource, page->skipped, error)))
    return NULL;

  return g_steal_pointer (&page);
}

/* Those left out, too. */
static guint
count_items (const WbWirePage *page)
{
  return page->items->len + page->skipped->len;
}

/* Whether a further page of the same query may hold something. */
static gboolean
has_more (const WbWirePage *page)
{
  if (count_items (page) == 0)
    return FALSE;
  if (page->total_pages > 0 && page->current_page > 0)
    return page->current_page < page->total_pages;

  return count_items (page) >= WB_SYNC_PAGE_SIZE;
}

/* Moves on behind a page: the key is the last time read. Ids that have just that time are kept, for
 * the next page begins with them. Only when a whole page has one time is it paged by number. */
static void
step_key (const WbSyncKind *kind,
          const WbWirePage *page,
          GHashTable       *at_key,
          gint64           *key,
          gint64           *number)
{
  gint64 last = WB_TIME_NONE;

  if (page->items->len > 0)
    last = get_updated_at (kind, g_ptr_array_index (page->items, page->items->len - 1));
  if (last == WB_TIME_NONE || last <= *key) {
    (*number)++;
  } else {
    g_hash_table_remove_all (at_key);
    *key = last;
    *number = 1;
  }
  for (guint i = 0; i < page->items->len; i++) {
    gpointer item = g_ptr_array_index (page->items, i);

    if (get_updated_at (kind, item) == *key)
      g_hash_table_add (at_key, g_strdup (get_id (kind, item)));
  }
}

static GPtrArray *
pick_fresh (const WbSyncKind *kind,
            const WbWirePage *page,
            GHashTable       *at_key)
{
  GPtrArray *fresh = g_ptr_array_sized_new (page->items->len);

  for (guint i = 0; i < page->items->len; i++) {
    gpointer item = g_ptr_array_index (page->items, i);

    if (!g_hash_table_contains (at_key, get_id (kind, item)))
      g_ptr_array_add (fresh, item);
  }

  return fresh;
}

gboolean
wb_sync_read_by_key (WbSync            *self,
                     WbHelpdesk        *helpdesk,
                     const WbSyncKind  *kind,
                     const char        *filter_name,
                     const char        *filter_value,
                     gint64             from,
                     WbSyncItems        func,
                     gpointer           data,
                     GCancellable      *cancellable,
                     GError           **error)
{
  g_autoptr (GHashTable) at_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 key = from;
  gint64 number = 1;
  gint64 total = -1;

  for (;;) {
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) query = NULL;
    g_autoptr (WbWirePage) page = NULL;
    g_autoptr (GPtrArray) fresh = NULL;

    add_param (builder, "ordering", "updated_at");
    add_int_param (builder, "page_size", WB_SYNC_PAGE_SIZE);
    add_int_param (builder, "page", number);
    add_time_param (builder, "updated_at_from", key);
    if (filter_name)
      add_param (builder, filter_name, filter_value);
    query = g_strv_builder_end (builder);
    page = get_page (self, helpdesk, kind->resource, query, NULL, NULL, cancellable, error);
    if (!page)
      return FALSE;

    if (total < 0)
      total = page->count;
    fresh = pick_fresh (kind, page, at_key);
    if (fresh->len > 0 && !func (self, fresh, total, data, error))
      return FALSE;
    if (!has_more (page))
      return TRUE;
    step_key (kind, page, at_key, &key, &number);
  }
}

gboolean
wb_sync_read_by_page (WbSync        *self,
                      WbHelpdesk    *helpdesk,
                      const char    *resource,
                      gint64         from,
                      WbSyncItems    func,
                      gpointer       data,
                      gint64        *started_at_out,
                      gboolean      *drifted_out,
                      GCancellable  *cancellable,
                      GError       **error)
{
  gint64 total = -1;

  *drifted_out = FALSE;
  for (gint64 number = 1;; number++) {
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) query = NULL;
    g_autoptr (WbWirePage) page = NULL;

    add_int_param (builder, "page", number);
    add_int_param (builder, "page_size", WB_SYNC_PAGE_SIZE);
    add_time_param (builder, "updated_at_from", from);
    query = g_strv_builder_end (builder);
    page = get_page (self, helpdesk, resource, query, NULL, NULL, cancellable, error);
    if (!page)
      return FALSE;

    if (number == 1) {
      total = page->count;
      *started_at_out = wb_sync_server_now (self);
    } else if (count_items (page) == 0 || page->count != total) {
      /* Rows moved between the pages: one may have slipped through. */
      *drifted_out = TRUE;
    }
    if (page->items->len > 0 && !func (self, page->items, total, data, error))
      return FALSE;
    if (!has_more (page))
      return TRUE;
  }
}

static char *
name_etag (const char *resource)
{
  return g_strconcat (WB_SYNC_META_ETAG, resource, NULL);
}

GPtrArray *
wb_sync_read_list (WbSync        *self,
                   WbHelpdesk    *helpdesk,
                   const char    *resource,
                   const char    *filter_name,
                   const char    *filter_value,
                   char         **etag_out,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autofree char *name = name_etag (resource);
  g_autofree char *etag = wb_sync_dup_meta (self, name);
  g_autofree char *new_etag = NULL;
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_wire_page_free);
  GPtrArray *items = NULL;

  for (gint64 number = 1;; number++) {
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) query = NULL;
    WbWirePage *page = NULL;
    gboolean not_modified = FALSE;

    add_int_param (builder, "page", number);
    add_int_param (builder, "page_size", WB_SYNC_PAGE_SIZE);
    if (filter_name)
      add_param (builder, filter_name, filter_value);
    query = g_strv_builder_end (builder);
    page = get_page (self, helpdesk, resource, query, number == 1 ? etag : NULL, &not_modified,
                     cancellable, error);
    if (!page)
      return NULL;
    g_ptr_array_add (pages, page);
    /* The ETag of the first page says nothing about the others. */
    if (number == 1 && !has_more (page) && page->skipped->len == 0)
      new_etag = g_strdup (wb_helpdesk_get_last (helpdesk)->etag);
    if (!has_more (page))
      break;
  }

  /* The items leave their pages, whose free function goes with them. */
  items = g_ptr_array_ref (((WbWirePage *) g_ptr_array_index (pages, 0))->items);
  for (guint i = 1; i < pages->len; i++) {
    WbWirePage *page = g_ptr_array_index (pages, i);

    while (page->items->len > 0)
      g_ptr_array_add (items, g_ptr_array_steal_index (page->items, 0));
  }
  if (etag_out)
    *etag_out = g_steal_pointer (&new_etag);

  return items;
}
