/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The font of what is printed; see wb-paper-font.h. */

#include "config.h"

#include "wb-paper-font.h"

#include <gtk/gtk.h>

/**
 * wb_paper_font_dup_family:
 *
 * The window's own font, which has what the person's languages need. Main thread.
 *
 * Returns: (transfer full): its family, without a size
 */
char *
wb_paper_font_dup_family (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *name = NULL;
  PangoFontDescription *font = NULL;
  char *family = NULL;

  if (settings)
    g_object_get (settings, "gtk-font-name", &name, NULL);
  font = pango_font_description_from_string (name ? name : "Sans");
  family = g_strdup (pango_font_description_get_family (font));
  pango_font_description_free (font);

  return family ? family : g_strdup ("Sans");
}
