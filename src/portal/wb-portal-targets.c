/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Targets of banners; see wb-portal-targets.h. */

#include "config.h"

#include "wb-portal-targets.h"

#include "wb-ledger-settings.h"

struct _WbPortalTargets
{
  GHashTable *targets;    /* (owned) (nullable) (element-type utf8 utf8) by type and banner */
  guint64 n_settings;     /* how often they had been written when they were read */
  gint64 data_version;
};

WbPortalTargets *
wb_portal_targets_new (void)
{
  return g_new0 (WbPortalTargets, 1);
}

void
wb_portal_targets_free (WbPortalTargets *self)
{
  g_clear_pointer (&self->targets, g_hash_table_unref);
  g_free (self);
}

/* As a header may carry it: host and path in ASCII. */
static char *
make_location (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host = uri ? g_hostname_to_ascii (g_uri_get_host (uri)) : NULL;
  g_autofree char *whole = NULL;

  if (!host)
    return NULL;

  whole = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri),
                      g_uri_get_path (uri), g_uri_get_query (uri), g_uri_get_fragment (uri));

  return g_uri_escape_string (whole, G_URI_RESERVED_CHARS_GENERIC_DELIMITERS
                              G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS "%", FALSE);
}

/* Types hold no end of line. */
static char *
make_key (const char *type,
          const char *banner)
{
  return g_strconcat (type ? type : "", "\n", banner, NULL);
}

/* From the newest settings on, so the first one of each counts. */
static void
take_target (const char *type,
             const char *banner,
             const char *url,
             gpointer    data)
{
  GHashTable *targets = data;
  g_autofree char *key = make_key (type, banner);
  g_autofree char *any = make_key (NULL, banner);
  g_autofree char *location = NULL;

  if (g_hash_table_contains (targets, key))
    return;
  location = make_location (url);
  if (!location)
    return;

  if (!g_hash_table_contains (targets, any))
    g_hash_table_insert (targets, g_steal_pointer (&any), g_strdup (location));
  g_hash_table_insert (targets, g_steal_pointer (&key), g_steal_pointer (&location));
}

static void
refresh (WbPortalTargets *self,
         WbLedger        *ledger)
{
  g_autoptr (GHashTable) targets = NULL;
  gint64 data_version = 0;

  if (!wb_db_data_version (ledger->db, &data_version, NULL) ||
      (self->targets && data_version == self->data_version &&
       ledger->n_settings == self->n_settings))
    return;

  targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!wb_ledger_settings_each_target (ledger, take_target, targets, NULL))
    return;

  g_clear_pointer (&self->targets, g_hash_table_unref);
  self->targets = g_steal_pointer (&targets);
  self->data_version = data_version;
  self->n_settings = ledger->n_settings;
}

const char *
wb_portal_targets_find (WbPortalTargets *self,
                        WbLedger        *ledger,
                        const char      *type,
                        const char      *banner)
{
  g_autofree char *key = make_key (type, banner);

  refresh (self, ledger);

  return self->targets ? g_hash_table_lookup (self->targets, key) : NULL;
}
