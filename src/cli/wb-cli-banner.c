/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl banner list, show, change and archive. A new one is made in wb-cli-banner-add.c. */

#include "config.h"

#include "wb-cli.h"

#include "wb-banner-store.h"
#include "wb-cli-print.h"
#include "wb-fold.h"
#include "wb-staff-actions.h"
#include "wb-time.h"
#include "wb-wire-banner.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Shorter beginnings of an id name nothing. */
#define MIN_ID_PREFIX 4

/**
 * wb_cli_banner_names:
 * @self: the program
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): names by id, of all banners
 */
GHashTable *
wb_cli_banner_names (WbCli   *self,
                     GError **error)
{
  g_autoptr (GPtrArray) banners = wb_banner_store_list (self->db, error);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!banners)
    return NULL;
  for (guint i = 0; i < banners->len; i++) {
    const WbBanner *banner = g_ptr_array_index (banners, i);

    g_hash_table_insert (names, g_strdup (banner->id), g_strdup (banner->name));
  }
  return g_steal_pointer (&names);
}

/**
 * wb_cli_describe_period:
 * @banner: a banner
 *
 * Returns: (transfer full): when it is offered, in words
 */
char *
wb_cli_describe_period (const WbBanner *banner)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  if (banner->starts_on != WB_DATE_NONE)
    first = wb_date_format (banner->starts_on);
  if (banner->ends_on != WB_DATE_NONE)
    last = wb_date_format (banner->ends_on);
  if (first && last)
    return g_strdup_printf ("%s – %s", first, last);
  if (first)
    /* Translators: a period without an end; %s is a date */
    return g_strdup_printf (_ ("from %s"), first);
  if (last)
    /* Translators: a period without a beginning; %s is a date */
    return g_strdup_printf (_ ("until %s"), last);
  return g_strdup (_ ("always"));
}

static const char *
describe_state (WbCli          *self,
                const WbBanner *banner)
{
  if (banner->archived)
    return _ ("archived");
  switch (wb_banner_get_phase (banner, wb_date_of_time (wb_cli_now (self), self->zone))) {
    case WB_BANNER_UPCOMING:
      return _ ("upcoming");
    case WB_BANNER_OVER:
      return _ ("over");
    case WB_BANNER_RUNNING:
    default:
      return _ ("running");
  }
}

static char *
describe_users (WbCli          *self,
                const WbBanner *banner)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; banner->used_by[i]; i++)
    g_string_append_printf (names, names->len > 0 ? ", %s" : "%s",
                            wb_cli_type_name (self, banner->used_by[i]));
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
add_banner (WbCli          *self,
            WbCliTable     *table,
            const WbBanner *banner)
{
  g_autofree char *id = wb_cli_short_id (banner->id);
  g_autofree char *period = wb_cli_describe_period (banner);
  g_autofree char *size = g_strdup_printf ("%d × %d", banner->picture->width,
                                           banner->picture->height);
  g_autofree char *users = describe_users (self, banner);
  const char *const cells[] = {
    id, banner->name, describe_state (self, banner), period, size, users,
  };

  wb_cli_table_add (table, cells);
}

/**
 * wb_cli_banner_list:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Lists the banners, newest first; archived ones with `--all`.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_banner_list (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  g_autoptr (GPtrArray) banners = wb_banner_store_list (self->db, error);
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Id"), _ ("Name"), _ ("State"), _ ("Period"),
                                                   _ ("Size"), _ ("Used by"), NULL);

  if (!banners)
    return FALSE;
  for (guint i = banners->len; i > 0 && !self->options.all; i--) {
    const WbBanner *banner = g_ptr_array_index (banners, i - 1);

    if (banner->archived)
      g_ptr_array_remove_index (banners, i - 1);
  }
  if (self->options.json) {
    wb_cli_print_array (banners, (JsonNode * (*)(gconstpointer))wb_wire_banner_encode);
    return TRUE;
  }
  if (banners->len == 0) {
    g_print (_ ("There are no banners yet; see “winbackctl banner add”.\n"));
    return TRUE;
  }
  for (guint i = 0; i < banners->len; i++)
    add_banner (self, table, g_ptr_array_index (banners, i));
  wb_cli_table_print (table);
  return TRUE;
}

/* A banner by its id, the beginning of one, or its name as long as only one is called so. */
static WbBanner *
resolve_banner (WbCli       *self,
                const char  *text,
                GError     **error)
{
  g_autoptr (GPtrArray) banners = wb_banner_store_list (self->db, error);
  g_autofree char *folded = wb_fold (text);
  WbBanner *found = NULL;

  if (!banners)
    return NULL;
  for (guint i = 0; i < banners->len; i++) {
    WbBanner *banner = g_ptr_array_index (banners, i);
    g_autofree char *name = wb_fold (banner->name);

    if (g_str_equal (banner->id, text))
      return wb_banner_ref (banner);
    if (!g_str_equal (name, folded) &&
        (strlen (text) < MIN_ID_PREFIX || !g_str_has_prefix (banner->id, text)))
      continue;
    if (found) {
      g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                   _ ("Several banners are meant by “%s”; use the id"), text);
      return NULL;
    }
    found = banner;
  }
  if (!found)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("There is no banner “%s” here; run “winbackctl sync” if it is new"), text);
  return found ? wb_banner_ref (found) : NULL;
}

static void
add_line (WbCliTable *table,
          const char *name,
          const char *value)
{
  const char *const cells[] = { name, value };

  wb_cli_table_add (table, cells);
}

static void
print_banner (WbCli          *self,
              const WbBanner *banner)
{
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Banner"), banner->name, NULL);
  g_autofree char *period = wb_cli_describe_period (banner);
  g_autofree char *bytes = g_format_size ((guint64) banner->picture->size);
  g_autofree char *picture = g_strdup_printf ("%d × %d, %s, %s", banner->picture->width,
                                              banner->picture->height, banner->picture->mime_type,
                                              bytes);
  g_autofree char *users = describe_users (self, banner);

  add_line (table, _ ("Id"), banner->id);
  add_line (table, _ ("State"), describe_state (self, banner));
  add_line (table, _ ("Period"), period);
  add_line (table, _ ("Picture"), picture);
  add_line (table, _ ("Address of the picture"), banner->picture->url);
  for (guint i = 0; i < banner->alt_text->languages->len; i++) {
    const char *language = g_ptr_array_index (banner->alt_text->languages, i);
    /* Translators: %s is a language code such as cs */
    g_autofree char *name = g_strdup_printf (_ ("Alternative text (%s)"), language);

    add_line (table, name, g_ptr_array_index (banner->alt_text->texts, i));
  }
  add_line (table, _ ("Used by"), *users ? users : _ ("no ticket type"));
  wb_cli_table_print (table);
}

/**
 * wb_cli_banner_show:
 * @self: the program
 * @args: the banner
 * @error: return location for a #GError
 *
 * Shows a banner's words, period and picture.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_banner_show (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  g_autoptr (WbBanner) banner = resolve_banner (self, args[0], error);

  if (!banner)
    return FALSE;
  if (self->options.json) {
    g_autoptr (JsonNode) node = wb_wire_banner_encode (banner);

    wb_cli_print_json (node);
  } else {
    print_banner (self, banner);
  }
  return TRUE;
}

static gboolean
store_change (WbCli           *self,
              const WbBanner  *changed,
              const WbBanner  *base,
              const char      *sentence,
              GError         **error)
{
  const char *language = self->account ? self->account->default_language : NULL;
  g_autoptr (GPtrArray) problems = wb_banner_validate (changed, language);
  g_autofree char *why_waiting = NULL;
  g_autoptr (WbBanner) now = NULL;
  g_autoptr (JsonNode) node = NULL;
  GError *cause = NULL;

  if (!wb_cli_refuse_problems (problems, error) ||
      !wb_action_change_banner (self->workspace, changed, base, error) ||
      wb_cli_send (self, "banner", base->id, 0, &why_waiting, error) == WB_CLI_REFUSED)
    return FALSE;
  now = wb_banner_store_get (self->db, base->id, &cause);
  if (cause) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  node = wb_wire_banner_encode (now ? now : changed);
  wb_cli_print_delivered (self, node, sentence, why_waiting);
  return TRUE;
}

/**
 * wb_cli_banner_change:
 * @self: the program
 * @args: the banner
 * @error: return location for a #GError
 *
 * Changes a banner's name, alternative texts or period. Its picture never changes: another picture
 * is another banner (reference/retino-api.md B.8).
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_banner_change (WbCli   *self,
                      GStrv    args,
                      GError **error)
{
  const WbCliOptions *options = &self->options;
  g_autoptr (WbBanner) base = NULL;
  g_autoptr (WbBanner) changed = NULL;

  if (!options->name && !options->alt && !options->from && !options->until) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                         _ ("Say what to change: --name, --alt, --from or --until"));
    return FALSE;
  }
  base = resolve_banner (self, args[0], error);
  if (!base)
    return FALSE;
  changed = wb_banner_copy (base);
  if (options->name) {
    g_free (changed->name);
    changed->name = g_strdup (options->name);
  }
  return wb_cli_read_texts (options->alt, changed->alt_text, error) &&
         wb_cli_read_date (options->from, &changed->starts_on, error) &&
         wb_cli_read_date (options->until, &changed->ends_on, error) &&
         store_change (self, changed, base, _ ("Saved the banner."), error);
}

static gboolean
set_archived (WbCli       *self,
              const char  *text,
              gboolean     archived,
              GError     **error)
{
  g_autoptr (WbBanner) base = resolve_banner (self, text, error);
  g_autoptr (WbBanner) changed = NULL;

  if (!base)
    return FALSE;
  changed = wb_banner_copy (base);
  changed->archived = archived;
  return store_change (self, changed, base,
                       archived ? _ ("Put the banner away.") : _ ("Took the banner out again."),
                       error);
}

/**
 * wb_cli_banner_archive:
 * @self: the program
 * @args: the banner
 * @error: return location for a #GError
 *
 * Puts a banner away; one that a ticket type shows is refused by the server.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_banner_archive (WbCli   *self,
                       GStrv    args,
                       GError **error)
{
  return set_archived (self, args[0], TRUE, error);
}

/**
 * wb_cli_banner_unarchive:
 * @self: the program
 * @args: the banner
 * @error: return location for a #GError
 *
 * Takes an archived banner out again.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_banner_unarchive (WbCli   *self,
                         GStrv    args,
                         GError **error)
{
  return set_archived (self, args[0], FALSE, error);
}
