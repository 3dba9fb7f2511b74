/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The shops' workers; see wb-portal-shops.h. */

#include "config.h"

#include "wb-portal-shops.h"

#include "wb-ledger-account.h"
#include "wb-ledger-coupons.h"
#include "wb-portal-worker.h"

typedef struct
{
  WbPortalWorker *worker;   /* (owned) */
  char *row;                /* (owned) what of its store's row it must know of */
} Entry;

struct _WbPortalShops
{
  WbPortal *portal;         /* (unowned) */
  GHashTable *entries;      /* (owned) (element-type utf8 Entry) by store id */
  GPtrArray *ending;        /* (owned) (element-type WbPortalWorker) of shops that were removed */
  gboolean stopping;        /* nothing is taken any more */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->worker, wb_portal_worker_free);
  g_free (entry->row);
  g_free (entry);
}

/* Equal as long as the worker need not look again. */
static char *
describe_row (const WbMerchantStore *store,
              const WbStoreAccess   *access)
{
  return g_strdup_printf ("%s\n%s\n%s\n%s\n%d", store->url ? store->url : "", store->connection,
                          access->secret_file ? access->secret_file : "",
                          access->ca_file ? access->ca_file : "", access->is_paused);
}

static gboolean
is_reachable (WbPortalShops         *self,
              const WbMerchantStore *store,
              const WbStoreAccess   *access)
{
  return access->secret_file || (self->portal->shop_factory && store->supports_coupons);
}

/* What was left unfinished with it. */
static gboolean
hand_over (WbPortalShops  *self,
           const char     *store_id,
           GError        **error)
{
  g_autoptr (GPtrArray) ids = wb_ledger_issue_list (self->portal->ledger, store_id, error);

  for (guint i = 0; ids && i < ids->len; i++) {
    if (!wb_portal_shops_add (self, g_ptr_array_index (ids, i), error))
      return FALSE;
  }

  return ids ? TRUE : FALSE;
}

static gboolean
take_store (WbPortalShops  *self,
            const char     *store_id,
            GError        **error)
{
  g_autoptr (WbMerchantStore) store = NULL;
  g_auto (WbStoreAccess) access = { NULL };
  g_autofree char *row = NULL;
  Entry *entry = g_hash_table_lookup (self->entries, store_id);

  if (!wb_ledger_store_get (self->portal->ledger, store_id, &store, &access, error))
    return FALSE;
  if (!store || (!entry && !is_reachable (self, store, &access)))
    return TRUE;

  row = describe_row (store, &access);
  if (entry) {
    if (!g_str_equal (entry->row, row)) {
      g_free (entry->row);
      entry->row = g_steal_pointer (&row);
      wb_portal_worker_reload (entry->worker);
    }
    return TRUE;
  }

  entry = g_new0 (Entry, 1);
  entry->row = g_steal_pointer (&row);
  entry->worker = wb_portal_worker_start (self->portal, store_id);
  g_hash_table_insert (self->entries, g_strdup (store_id), entry);

  return hand_over (self, store_id, error);
}

static void
end_removed (WbPortalShops *self,
             GPtrArray     *stores)
{
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    Entry *entry = value;
    gboolean is_there = FALSE;

    for (guint i = 0; i < stores->len; i++) {
      const WbMerchantStore *store = g_ptr_array_index (stores, i);

      is_there |= g_str_equal (store->id, key);
    }
    if (is_there)
      continue;
    wb_portal_worker_end (entry->worker);
    g_ptr_array_add (self->ending, g_steal_pointer (&entry->worker));
    g_hash_table_iter_remove (&iter);
  }

  /* Those that are over need not be waited for. */
  for (guint i = self->ending->len; i > 0; i--) {
    if (wb_portal_worker_is_over (g_ptr_array_index (self->ending, i - 1)))
      g_ptr_array_remove_index_fast (self->ending, i - 1);
  }
}

gboolean
wb_portal_shops_refresh (WbPortalShops  *self,
                         GError        **error)
{
  g_autoptr (GPtrArray) stores = wb_ledger_store_list (self->portal->ledger, error);

  if (!stores)
    return FALSE;
  if (self->stopping)
    return TRUE;

  for (guint i = 0; i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);

    if (!take_store (self, store->id, error))
      return FALSE;
  }
  end_removed (self, stores);

  return TRUE;
}

WbPortalShops *
wb_portal_shops_new (WbPortal *portal)
{
  WbPortalShops *self = g_new0 (WbPortalShops, 1);

  self->portal = portal;
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  self->ending = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_portal_worker_free);

  return self;
}

void
wb_portal_shops_stop (WbPortalShops *self)
{
  GHashTableIter iter;
  gpointer value = NULL;

  self->stopping = TRUE;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    wb_portal_worker_end (((Entry *) value)->worker);
}

void
wb_portal_shops_join (WbPortalShops *self)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_clear_pointer (&((Entry *) value)->worker, wb_portal_worker_free);
  g_ptr_array_set_size (self->ending, 0);
}

void
wb_portal_shops_free (WbPortalShops *self)
{
  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->ending);
  g_free (self);
}

gboolean
wb_portal_shops_has (WbPortalShops *self,
                     const char    *store_id)
{
  return !self->stopping && g_hash_table_contains (self->entries, store_id);
}

gboolean
wb_portal_shops_add (WbPortalShops  *self,
                     const char     *coupon_id,
                     GError        **error)
{
  g_autoptr (WbCouponJob) job = NULL;
  const Entry *entry = NULL;

  if (self->stopping)
    return TRUE;
  if (!wb_ledger_issue_job (self->portal->ledger, coupon_id, &job, error))
    return FALSE;

  /* A shop that is no longer connected keeps its unfinished coupons pending until it is again. */
  entry = job ? g_hash_table_lookup (self->entries, job->store) : NULL;
  if (entry)
    wb_portal_worker_put (entry->worker, g_steal_pointer (&job));

  return TRUE;
}
