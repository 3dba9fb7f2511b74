/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The settings; see wb-settings.h. */

#include "config.h"

#include "wb-settings.h"

/**
 * wb_settings_new:
 *
 * Returns: (transfer full) (nullable): the settings; `NULL` where their schema is not installed, as
 *   when a program is run out of a build folder, and GSettings would end the program
 */
GSettings *
wb_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
    source ? g_settings_schema_source_lookup (source, APP_ID, TRUE) : NULL;

  return schema ? g_settings_new_full (schema, NULL, NULL) : NULL;
}
