/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl offers history, restore and copy: what a ticket type offered before, going back to it
 * (always as a new version), and taking over what another type offers. */

#include "config.h"

#include "wb-cli.h"

#include "wb-cli-print.h"
#include "wb-offer-history.h"
#include "wb-offer-proposal.h"
#include "wb-wire-builder.h"
#include "wb-wire-offer-set.h"

#include <glib/gi18n-lib.h>

/* The versions kept here, after asking the server for new ones. What is kept is shown when the
 * server cannot be reached: a version never changes, at most newer ones are missing. */
static GPtrArray *
list_versions (WbCli       *self,
               const char  *type,
               GError     **error)
{
  WbSync *sync = wb_cli_get_sync (self, error);
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GError) cause = NULL;

  if (!sync)
    return NULL;
  wb_sync_fetch_versions (sync, type, NULL, &cause);
  if (cause && !wb_remote_error_is_passing (cause)) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return NULL;
  }
  versions = wb_offer_history_list (self->db, type, error);
  if (versions && versions->len == 0 && cause) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return NULL;
  }
  if (versions && cause)
    g_printerr (_ ("winbackctl: these are the versions kept here, newer ones may be missing: %s\n"),
                cause->message);
  return g_steal_pointer (&versions);
}

/* What a version changed; NULL where the one before it is not known. */
static GPtrArray *
find_changes (GPtrArray *versions,
              guint      index)
{
  const WbOfferSet *set = g_ptr_array_index (versions, index);

  if (index + 1 < versions->len)
    return wb_offer_set_diff (g_ptr_array_index (versions, index + 1), set);
  return set->version == 1 ? wb_offer_set_diff (NULL, set) : NULL;
}

static JsonNode *
encode_version (const WbOfferSet *set,
                GPtrArray        *changes)
{
  JsonNode *node = wb_wire_offer_set_encode (set);
  JsonObject *object = json_node_get_object (node);
  g_autoptr (JsonArray) fields = json_array_new ();

  if (!changes) {
    json_object_set_null_member (object, "changes");
    return node;
  }
  for (guint i = 0; i < changes->len; i++) {
    const WbFieldChange *change = g_ptr_array_index (changes, i);
    JsonObject *field = json_object_new ();

    wb_wire_put_text (field, "path", change->path);
    wb_wire_put_text (field, "before", change->before);
    wb_wire_put_text (field, "after", change->after);
    json_array_add_object_element (fields, field);
  }
  json_object_set_array_member (object, "changes", g_steal_pointer (&fields));
  return node;
}

static gboolean
print_changes (WbCli      *self,
               GPtrArray  *changes,
               GError    **error)
{
  WbDiffWords words = { 0 };
  g_autoptr (GHashTable) names = wb_cli_banner_names (self, error);
  g_auto (GStrv) sentences = NULL;

  if (!names)
    return FALSE;
  if (!changes) {
    g_print ("  %s\n", _ ("The version before this one is not known."));
    return TRUE;
  }
  words.banner_names = names;
  sentences = wb_field_changes_describe (changes, &words);
  for (guint i = 0; sentences[i]; i++)
    g_print ("  %s\n", sentences[i]);
  if (changes->len == 0)
    g_print ("  %s\n", _ ("Nothing changed."));
  return TRUE;
}

static gboolean
print_version (WbCli      *self,
               GPtrArray  *versions,
               guint       index,
               gboolean    is_whole,
               GError    **error)
{
  const WbOfferSet *set = g_ptr_array_index (versions, index);
  g_autoptr (GPtrArray) changes = find_changes (versions, index);
  const char *who = wb_cli_user_name (self, set->updated_by);
  g_autofree char *when = wb_cli_format_time (set->updated_at, wb_cli_now (self), self->zone);

  if (is_whole && !wb_cli_print_offers (self, set, error))
    return FALSE;
  /* Translators: a version's number, who made it and when */
  g_print (_ ("Version %d, %s, %s\n"), (int) set->version, who ? who : _ ("nobody known"), when);
  return print_changes (self, changes, error);
}

static gboolean
find_version (WbCli       *self,
              GPtrArray   *versions,
              const char  *number,
              guint       *index_out,
              GError     **error)
{
  guint64 wanted = 0;

  if (!g_ascii_string_to_unsigned (number, 10, 1, G_MAXINT, &wanted, NULL)) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE, _ ("“%s” is no number of a version"),
                 number);
    return FALSE;
  }
  for (guint i = 0; i < versions->len; i++) {
    const WbOfferSet *set = g_ptr_array_index (versions, i);

    if (set->version == (gint64) wanted) {
      *index_out = i;
      return TRUE;
    }
  }
  g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
               _ ("There is no version %s; see “winbackctl offers history”"), number);
  return FALSE;
}

static gboolean
print_one (WbCli      *self,
           GPtrArray  *versions,
           GError    **error)
{
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (JsonNode) node = NULL;
  guint index = 0;

  if (!find_version (self, versions, self->options.number, &index, error))
    return FALSE;
  if (!self->options.json)
    return print_version (self, versions, index, TRUE, error);
  changes = find_changes (versions, index);
  node = encode_version (g_ptr_array_index (versions, index), changes);
  wb_cli_print_json (node);
  return TRUE;
}

/**
 * wb_cli_offers_history:
 * @self: the program
 * @args: the ticket type
 * @error: return location for a #GError
 *
 * Lists a type's versions, newest first: who made each, when, and what changed; with `--version`
 * one of them whole.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_offers_history (WbCli   *self,
                       GStrv    args,
                       GError **error)
{
  g_autofree char *type = wb_cli_resolve_type (self, args[0], error);
  g_autoptr (GPtrArray) versions = type ? list_versions (self, type, error) : NULL;
  g_autoptr (JsonNode) node = json_node_alloc ();

  if (!versions)
    return FALSE;
  if (self->options.number)
    return print_one (self, versions, error);
  json_node_take_array (json_node_init_array (node, NULL), json_array_new ());
  for (guint i = 0; i < versions->len; i++) {
    g_autoptr (GPtrArray) changes = find_changes (versions, i);

    if (self->options.json)
      json_array_add_element (json_node_get_array (node),
                              encode_version (g_ptr_array_index (versions, i), changes));
    else if (!print_version (self, versions, i, FALSE, error))
      return FALSE;
  }
  if (self->options.json)
    wb_cli_print_json (node);
  else if (versions->len == 0)
    g_print (_ ("Nobody has changed the offers of %s yet.\n"), wb_cli_type_name (self, type));
  return TRUE;
}

/**
 * wb_cli_offers_restore:
 * @self: the program
 * @args: the ticket type, the version's number
 * @error: return location for a #GError
 *
 * Offers again exactly what an earlier version offered. That is a new version: what was offered in
 * between stays in the history.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_offers_restore (WbCli   *self,
                       GStrv    args,
                       GError **error)
{
  g_autofree char *type = wb_cli_resolve_type (self, args[0], error);
  g_autoptr (WbOfferSet) base = type ? wb_cli_get_offers (self, type, error) : NULL;
  g_autoptr (GPtrArray) versions = base ? list_versions (self, type, error) : NULL;
  g_autoptr (WbOfferSet) set = NULL;
  g_autofree char *sentence = NULL;
  guint index = 0;

  if (!versions || !find_version (self, versions, args[1], &index, error))
    return FALSE;
  set = wb_offer_set_go_back (g_ptr_array_index (versions, index), base);
  sentence = g_strdup_printf (wb_offer_set_equal_tools (set, base)
                                ? _ ("%s offers what version %s offered already.")
                                : _ ("%s offers again what version %s offered."),
                              wb_cli_type_name (self, type), args[1]);
  return wb_cli_store_offers (self, set, base, sentence, error);
}

/**
 * wb_cli_offers_copy:
 * @self: the program
 * @args: the ticket type to copy from, the one to copy to
 * @error: return location for a #GError
 *
 * Takes over all three tools of another type. They arrive switched off: nobody is offered anything
 * before somebody has looked.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_offers_copy (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  g_autofree char *from = wb_cli_resolve_type (self, args[0], error);
  g_autofree char *to = from ? wb_cli_resolve_type (self, args[1], error) : NULL;
  g_autoptr (WbOfferSet) source = NULL;
  g_autoptr (WbOfferSet) base = NULL;
  g_autoptr (WbOfferSet) set = NULL;
  g_autofree char *sentence = NULL;

  if (!to)
    return FALSE;
  if (g_str_equal (from, to)) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                         _ ("Name two different ticket types"));
    return FALSE;
  }
  source = wb_cli_get_offers (self, from, error);
  base = source ? wb_cli_get_offers (self, to, error) : NULL;
  if (!base)
    return FALSE;
  set = wb_offer_set_copy_tools (source, base);
  sentence = g_strdup_printf (_ ("Copied the offers of %s to %s, switched off."),
                              wb_cli_type_name (self, from), wb_cli_type_name (self, to));
  return wb_cli_store_offers (self, set, base, sentence, error);
}
