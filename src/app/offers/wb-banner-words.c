/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners in words; see wb-banner-words.h. */

#include "config.h"

#include "wb-banner-words.h"

#include "wb-format.h"

#include <glib/gi18n-lib.h>

/**
 * wb_banner_describe_period:
 * @banner: a banner
 * @now: the server's time, ms
 * @zone: the account's
 *
 * Returns: (transfer full): “Until 30 Nov”, “Starts 1 Dec · until 31 Dec”, “Over since 21 Nov”,
 *   “No end date”
 */
char *
wb_banner_describe_period (const WbBanner *banner,
                           gint64          now,
                           GTimeZone      *zone)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *starts = NULL;
  g_autofree char *until = NULL;

  g_return_val_if_fail (banner && zone, NULL);

  if (banner->starts_on != WB_DATE_NONE)
    from = wb_format_date (banner->starts_on, now, zone);
  if (banner->ends_on != WB_DATE_NONE)
    to = wb_format_date (banner->ends_on, now, zone);

  switch (wb_banner_get_phase (banner, wb_date_of_time (now, zone))) {
    case WB_BANNER_UPCOMING:
      /* Translators: of a banner; %s is a day */
      starts = g_strdup_printf (_ ("Starts %s"), from);
      /* Translators: of a banner, behind “Starts 1 Dec”; %s is a day */
      until = to ? g_strdup_printf (_ ("until %s"), to) : NULL;
      return wb_format_join (starts, WB_TEXT (until), NULL);
    case WB_BANNER_OVER: {
      g_autofree char *since = wb_format_date (banner->ends_on + 1, now, zone);

      /* Translators: of a banner; %s is the first day on which it is offered no more */
      return g_strdup_printf (_ ("Over since %s"), since);
    }
    case WB_BANNER_RUNNING:
    default:
      /* Translators: of a banner; %s is the last day on which it is offered */
      return to ? g_strdup_printf (_ ("Until %s"), to) : g_strdup (_ ("No end date"));
  }
}

/**
 * wb_banner_describe_use:
 * @banner: a banner
 * @context: the workspace
 *
 * Returns: (transfer full): “Used by Returns, Claims”; "" when no type of ticket offers it
 */
char *
wb_banner_describe_use (const WbBanner *banner,
                        WbContext      *context)
{
  g_autoptr (GString) names = g_string_new (NULL);

  g_return_val_if_fail (banner && WB_IS_CONTEXT (context), NULL);

  for (guint i = 0; banner->used_by[i]; i++) {
    const char *name = wb_context_get_type_name (context, banner->used_by[i]);

    if (!name || *name == '\0')
      continue;
    if (names->len > 0)
      g_string_append (names, ", ");
    g_string_append (names, name);
  }

  /* Translators: of a banner; %s are names of types of tickets */
  return names->len > 0 ? g_strdup_printf (_ ("Used by %s"), names->str) : g_strdup ("");
}

static const char *
name_kind (const char *mime_type)
{
  if (g_strcmp0 (mime_type, "image/png") == 0)
    return "PNG";
  if (g_strcmp0 (mime_type, "image/jpeg") == 0)
    return "JPEG";
  if (g_strcmp0 (mime_type, "image/gif") == 0)
    return "GIF";
  if (g_strcmp0 (mime_type, "image/webp") == 0)
    return "WebP";

  return "";
}

/**
 * wb_banner_describe_file:
 * @mime_type: what kind it is
 * @width: px
 * @height: px
 * @size: bytes; 0 = not told
 *
 * Returns: (transfer full): “1200 × 300 · PNG · 145 kB”
 */
char *
wb_banner_describe_file (const char *mime_type,
                         int         width,
                         int         height,
                         gint64      size)
{
  g_autofree char *pixels = g_strdup_printf ("%d × %d", width, height);
  g_autofree char *bytes = size > 0 ? g_format_size ((guint64) size) : NULL;

  return wb_format_join (pixels, name_kind (mime_type), WB_TEXT (bytes), NULL);
}

static void
add_language (GPtrArray  *languages,
              const char *language)
{
  if (language && !g_ptr_array_find_with_equal_func (languages, language, g_str_equal, NULL))
    g_ptr_array_add (languages, g_strdup (language));
}

/**
 * wb_banner_dup_languages:
 * @banner: (nullable): a banner; `NULL` = a new one
 * @account: (nullable): the account
 *
 * Returns: (transfer full): the account's default language, its others, then those in which a text
 *   stands although the account does not have them any more; each once
 */
GStrv
wb_banner_dup_languages (const WbBanner  *banner,
                         const WbAccount *account)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  add_language (found, account ? account->default_language : NULL);
  for (guint i = 0; account && account->languages && account->languages[i]; i++)
    add_language (found, account->languages[i]);
  for (guint i = 0; banner && i < banner->alt_text->languages->len; i++)
    add_language (found, g_ptr_array_index (banner->alt_text->languages, i));
  g_ptr_array_add (found, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&found), FALSE);
}
