/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners and their pictures. The list is short and read whole, archived ones too; pictures come
 * one request each from a public address, so what they cost is paid in small parts, and one that
 * cannot be had now keeps nothing else waiting. */

#include "config.h"

#include "wb-sync-object.h"

#include "wb-banner-store.h"
#include "wb-time.h"
#include "wb-unreadable-store.h"

#define RESOURCE "remarketing/banners"
/* Pictures asked for in one pass: the feed is never kept waiting long. */
#define PICTURES_A_PASS 10
#define LONGEST_WAIT_MS WB_HOUR_MS

/* @stored: (element-type utf8) ids from before the list was asked for. */
static gboolean
replace_banners (WbDb       *db,
                 GPtrArray  *items,
                 GPtrArray  *stored,
                 gboolean   *changed_out,
                 GError    **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < items->len; i++) {
    const WbBanner *banner = g_ptr_array_index (items, i);
    gboolean changed = FALSE;

    if (!wb_banner_store_apply (db, banner, &changed, error))
      return FALSE;
    *changed_out = *changed_out || changed;
    g_hash_table_add (seen, banner->id);
    if (!wb_unreadable_store_forget (db, RESOURCE, banner->id, error))
      return FALSE;
  }
  for (guint i = 0; i < stored->len; i++) {
    const char *id = g_ptr_array_index (stored, i);

    /* What cannot be read is there all the same. */
    if (g_hash_table_contains (seen, id) || wb_unreadable_store_contains (db, RESOURCE, id))
      continue;
    if (!wb_banner_store_remove (db, id, G_MAXINT64, error))
      return FALSE;
    *changed_out = TRUE;
  }

  return TRUE;
}

gboolean
wb_sync_read_banners (WbSync        *self,
                      WbHelpdesk    *helpdesk,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbDb) reader = wb_workspace_open_reader (wb_sync_get_workspace (self), error);
  g_autoptr (GPtrArray) stored = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *etag = NULL;
  gboolean changed = FALSE;
  gboolean ok = FALSE;
  WbDb *db = NULL;

  /* One made here while the list is on its way is no candidate for removal. */
  stored = reader ? wb_banner_store_all_ids (reader, error) : NULL;
  if (!stored)
    return FALSE;
  items = wb_sync_read_list (self, helpdesk, RESOURCE, "archived", "all", &etag, cancellable,
                             &problem);
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!items)
    return TRUE;

  db = wb_sync_begin (self, error);
  if (!db)
    return FALSE;
  ok = replace_banners (db, items, stored, &changed, error) &&
       wb_sync_put_etag (db, RESOURCE, etag, error);

  return wb_sync_end (self, ok, changed ? WB_TABLE_BANNERS : WB_TABLE_NONE, error);
}

/* When a picture that could not be had is tried again. */
typedef struct
{
  gint64 until;      /* ms, steady */
  gint64 wait_ms;
} Wait;

static gint64
get_steady (WbSync *self)
{
  return wb_clock_steady (wb_workspace_get_clock (self->workspace));
}

static gboolean
must_wait (WbSync     *self,
           const char *sha256)
{
  const Wait *wait = g_hash_table_lookup (self->picture_waits, sha256);

  return wait && get_steady (self) < wait->until;
}

static void
put_off (WbSync     *self,
         const char *sha256)
{
  Wait *wait = g_hash_table_lookup (self->picture_waits, sha256);

  if (!wait) {
    wait = g_new0 (Wait, 1);
    wait->wait_ms = WB_MINUTE_MS / 2;
    g_hash_table_insert (self->picture_waits, g_strdup (sha256), wait);
  }
  wait->wait_ms = MIN (2 * wait->wait_ms, LONGEST_WAIT_MS);
  wait->until = get_steady (self) + wait->wait_ms;
}

static gboolean
store_picture (WbSync      *self,
               const char  *sha256,
               GBytes      *bytes,
               GError     **error)
{
  WbDb *db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_banner_store_put_picture (db, sha256, bytes,
                                                               wb_sync_server_now (self), error),
                            WB_TABLE_BANNERS, error);
}

/* @stop_out: trouble that the next one would only meet again. */
static gboolean
fetch_picture (WbSync           *self,
               WbHelpdesk       *helpdesk,
               const WbPicture  *picture,
               gboolean         *stop_out,
               GCancellable     *cancellable,
               GError          **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GBytes) bytes = wb_helpdesk_get_picture (helpdesk, picture, cancellable, &problem);

  if (!wb_sync_requested (self, helpdesk, error))
    return FALSE;
  if (bytes) {
    g_hash_table_remove (self->picture_waits, picture->sha256);
    return store_picture (self, picture->sha256, bytes, error);
  }
  if (problem->domain != WB_REMOTE_ERROR) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  put_off (self, picture->sha256);
  *stop_out = wb_remote_error_is_passing (problem);

  return TRUE;
}

/* Fetches pictures that banners show and that are not here. One that cannot be had is no error: it
 * is tried again after a minute, two, four … an hour. */
gboolean
wb_sync_fetch_pictures (WbSync           *self,
                        WbHelpdesk       *helpdesk,
                        const WbAccount  *account,
                        GCancellable     *cancellable,
                        GError          **error)
{
  g_autoptr (WbDb) reader = NULL;
  g_autoptr (GPtrArray) missing = NULL;
  gint64 looked_at = get_steady (self);
  gboolean stop = FALSE;
  guint n_asked = 0;

  if (!account || !wb_account_has_feature (account, WB_FEATURE_BANNERS))
    return TRUE;

  reader = wb_workspace_open_reader (self->workspace, error);
  missing = reader ? wb_banner_store_list_missing (reader, error) : NULL;
  if (!missing)
    return FALSE;
  for (guint i = 0; i < missing->len && !stop && n_asked < PICTURES_A_PASS; i++) {
    const WbPicture *picture = g_ptr_array_index (missing, i);

    if (must_wait (self, picture->sha256))
      continue;
    n_asked++;
    if (!fetch_picture (self, helpdesk, picture, &stop, cancellable, error) ||
        (!stop && !wb_sync_look_in (self, helpdesk, account, &looked_at, &stop, cancellable,
                                    error)))
      return FALSE;
  }

  return TRUE;
}
