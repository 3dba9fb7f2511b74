/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account and the short lists, which are read whole where their ETag says that they changed
 * (reference/retino-api.md B.12, step 1). */

#include "config.h"

#include "wb-account-store.h"
#include "wb-meta-store.h"
#include "wb-offer-store.h"
#include "wb-sync-private.h"
#include "wb-unreadable-store.h"

typedef gboolean (*ReplaceAll) (WbDb *db, GPtrArray *items, GError **error);

static const struct
{
  const char *resource;
  ReplaceAll replace_all;
  WbLevel level;   /* the least that has it */
} catalogues[] = {
  /* The first, for wb_sync_read_stores(). */
  { "account/stores", wb_merchant_store_replace_all, WB_LEVEL_FULL },
  { "users", wb_user_store_replace_all, WB_LEVEL_PLAIN },
  { "types", wb_ticket_type_store_replace_all, WB_LEVEL_PLAIN },
  { "states", wb_ticket_state_store_replace_all, WB_LEVEL_PLAIN },
  { "tags", wb_tag_store_replace_all, WB_LEVEL_PLAIN },
};

gboolean
wb_sync_put_etag (WbDb        *db,
                  const char  *resource,
                  const char  *etag,
                  GError     **error)
{
  g_autofree char *name = g_strconcat (WB_SYNC_META_ETAG, resource, NULL);

  return wb_workspace_set_meta (db, name, etag, error);
}

gboolean
wb_sync_read_account (WbSync        *self,
                      WbHelpdesk    *helpdesk,
                      WbAccount    **account_out,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autofree char *etag = wb_sync_dup_meta (self, WB_SYNC_META_ETAG "account");
  g_autofree char *new_etag = NULL;
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (WbDb) reader = NULL;
  gboolean not_modified = FALSE;
  WbDb *db = NULL;

  account = wb_helpdesk_get_account (helpdesk, etag, &not_modified, cancellable, error);
  new_etag = g_strdup (wb_helpdesk_get_last (helpdesk)->etag);
  if (!wb_sync_requested (self, helpdesk, error))
    return FALSE;
  if (!account && !not_modified)
    return FALSE;

  if (account) {
    db = wb_sync_begin (self, error);
    if (!db || !wb_sync_end (self, wb_account_store_put (db, account, error) &&
                             wb_unreadable_store_forget (db, "account", NULL, error) &&
                             wb_sync_put_etag (db, "account", new_etag, error),
                             WB_TABLE_ACCOUNT, error))
      return FALSE;
    *account_out = g_steal_pointer (&account);
    return TRUE;
  }

  reader = wb_workspace_open_reader (wb_sync_get_workspace (self), error);
  if (!reader)
    return FALSE;
  *account_out = wb_account_store_get_server (reader, error);

  return *account_out != NULL;
}

static gboolean
read_catalogue (WbSync        *self,
                WbHelpdesk    *helpdesk,
                const char    *resource,
                ReplaceAll     replace_all,
                WbTables       touched,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (GPtrArray) items = wb_sync_read_list (self, helpdesk, resource, NULL, NULL, &etag,
                                                   cancellable, &problem);
  WbDb *db = NULL;

  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!items)
    return TRUE;

  db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, replace_all (db, items, error) &&
                            wb_unreadable_store_forget (db, resource, NULL, error) &&
                            wb_sync_put_etag (db, resource, etag, error), touched, error);
}

static gboolean
apply_settings (WbDb       *db,
                GPtrArray  *items,
                GError    **error)
{
  for (guint i = 0; i < items->len; i++) {
    if (!wb_offer_store_apply (db, g_ptr_array_index (items, i), NULL, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
read_me (WbSync        *self,
         WbHelpdesk    *helpdesk,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autofree char *me = wb_sync_dup_meta (self, WB_META_ME);
  g_autoptr (WbUser) user = NULL;
  WbDb *db = NULL;

  if (me)
    return TRUE;

  user = wb_helpdesk_get_me (helpdesk, cancellable, error);
  if (!wb_sync_requested (self, helpdesk, error) || !user)
    return FALSE;
  db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_workspace_set_meta (db, WB_META_ME, user->id, error),
                            WB_TABLE_ACCOUNT, error);
}

gboolean
wb_sync_read_stores (WbSync        *self,
                     WbHelpdesk    *helpdesk,
                     GCancellable  *cancellable,
                     GError       **error)
{
  return read_catalogue (self, helpdesk, catalogues[0].resource, catalogues[0].replace_all,
                         WB_TABLE_ACCOUNT, cancellable, error);
}

gboolean
wb_sync_read_catalogues (WbSync        *self,
                         WbHelpdesk    *helpdesk,
                         WbAccount     *account,
                         GCancellable  *cancellable,
                         GError       **error)
{
  WbLevel level = account ? WB_LEVEL_FULL : WB_LEVEL_PLAIN;

  if (account && !read_me (self, helpdesk, cancellable, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (catalogues); i++) {
    if (catalogues[i].level <= level &&
        !read_catalogue (self, helpdesk, catalogues[i].resource, catalogues[i].replace_all,
                         WB_TABLE_ACCOUNT, cancellable, error))
      return FALSE;
  }
  if (account && wb_account_has_feature (account, WB_FEATURE_REMARKETING) &&
      !read_catalogue (self, helpdesk, "remarketing/settings", apply_settings, WB_TABLE_OFFERS,
                       cancellable, error))
    return FALSE;

  return !account || !wb_account_has_feature (account, WB_FEATURE_BANNERS) ||
         wb_sync_read_banners (self, helpdesk, cancellable, error);
}
