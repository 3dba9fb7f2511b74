/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl connect shop, winbackctl shop …: the shops of a plain helpdesk, which this computer
 * speaks to itself. At level 1 they are the service's: here they are listed, there they are
 * changed. */

#include "config.h"

#include "wb-cli.h"

#include "wb-account-store.h"
#include "wb-cli-print.h"
#include "wb-shop-connection.h"
#include "wb-sync-shops.h"
#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-merchant-store.h"
#include "wb-wire-shop-caps.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Two keys fit many times over. */
#define MAX_SECRET_BYTES 4096

/* What is in a file that nobody but its owner may read; to be wiped. */
static char *
read_secret_text (const char  *path,
                  GError     **error)
{
  char buffer[MAX_SECRET_BYTES + 1];
  char *text = NULL;
  struct stat found;
  gsize n_read = 0;
  gssize n = 1;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("Cannot read %s: %s"), path,
                 g_strerror (errno));
    return NULL;
  }
  /* Asked of what was opened, so that nothing is swapped in between. */
  if (fstat (fd, &found) != 0 || !S_ISREG (found.st_mode) || (found.st_mode & 077) != 0) {
    close (fd);
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("Others may read the file %s; run “chmod 600” on it first"), path);
    return NULL;
  }
  while (n > 0 && n_read < sizeof buffer) {
    n = read (fd, buffer + n_read, sizeof buffer - n_read);
    if (n < 0 && errno == EINTR)
      n = 1;
    else if (n > 0)
      n_read += (gsize) n;
  }
  close (fd);
  if (n < 0 || n_read == 0 || n_read > MAX_SECRET_BYTES)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("The file %s is empty or too long to hold a key"), path);
  else
    text = g_strndup (buffer, n_read);
  explicit_bzero (buffer, sizeof buffer);

  return text;
}

static WbShopSecret *
read_secret (const char  *platform,
             const char  *path,
             GError     **error)
{
  char *text = read_secret_text (path, error);
  WbShopSecret *secret = text ? wb_shop_secret_parse (platform, text, error) : NULL;

  if (text)
    wb_shop_secret_wipe (text);

  return secret;
}

/* What shops are connected with is not the desktop's to know at level 1. */
static gboolean
require_plain (WbCli   *self,
               GError **error)
{
  if (wb_cli_is_plain (self))
    return TRUE;
  g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                       _ ("The shops of this account are connected at its service. Run there: "
                          "winback-portal shop add|check|list|pause|remove"));

  return FALSE;
}

static void
tell_step_cb (WbShopStep step,
              gboolean   done,
              gpointer   data)
{
  WbShopStep *begun = data;

  *begun = done ? WB_N_SHOP_STEPS : step;
  if (!done)
    return;
  g_print ("✓ %s\n", wb_shop_step_words (step));
  fflush (stdout);
}

/* Asks the shop, telling each step to people as it passes. */
static WbShopCaps *
check (WbCli                   *self,
       WbSync                  *sync,
       const WbShopConnection  *connection,
       const WbShopSecret      *secret,
       GError                 **error)
{
  WbShopStep begun = WB_N_SHOP_STEPS;
  gboolean is_told = !self->options.json;
  WbShopCaps *caps = wb_sync_check_shop (sync, connection, secret, is_told ? tell_step_cb : NULL,
                                         &begun, NULL, error);

  if (!caps && is_told && begun != WB_N_SHOP_STEPS)
    g_print ("✗ %s\n", wb_shop_step_words (begun));

  return caps;
}

static void
print_caps (const WbShopConnection *connection)
{
  const WbShopCaps *caps = connection->caps;
  g_autofree char *currencies = caps->currencies ? g_strjoinv (", ", caps->currencies)
                                                 : g_strdup ("–");

  /* Translators: a shop's name, its address, currencies. */
  g_print (_ ("%s, %s, coupons in %s\n"), connection->name, connection->url, currencies);
  for (guint i = 0; i < caps->notes->len; i++) {
    const WbShopNote *note = g_ptr_array_index (caps->notes, i);
    g_autofree char *words = wb_shop_note_words (note);

    g_print ("%s %s\n", note->kind == WB_SHOP_NOTE_CAN ? "✓" : note->kind == WB_SHOP_NOTE_MISSING
                        ? "!" : "–", words);
  }
}

static JsonNode *
encode_connection (gconstpointer record)
{
  g_autoptr (WbMerchantStore) store = wb_shop_connection_to_store (record);

  return wb_wire_merchant_store_encode (store);
}

static void
print_connection (WbCli                  *self,
                  const WbShopConnection *connection)
{
  if (self->options.json) {
    g_autoptr (JsonNode) node = encode_connection (connection);

    wb_cli_print_json (node);
  } else {
    print_caps (connection);
  }
}

/* The same address again is the same shop, with a new key. */
static gboolean
take_known (WbCli             *self,
            WbShopConnection  *connection,
            GError           **error)
{
  g_autoptr (GPtrArray) known = wb_shop_connection_list (self->db, error);
  g_autofree char *url = wb_shop_normalize_url (connection->platform, connection->url);

  for (guint i = 0; known && i < known->len; i++) {
    const WbShopConnection *one = g_ptr_array_index (known, i);

    if (g_strcmp0 (one->url, url) != 0)
      continue;
    connection->id = g_strdup (one->id);
    connection->is_paused = one->is_paused;
    connection->last_sync_at = one->last_sync_at;
    if (!connection->name)
      connection->name = g_strdup (one->name);
    if (!connection->ca_pem)
      connection->ca_pem = g_strdup (one->ca_pem);
  }

  return known != NULL;
}

static WbShopConnection *
make_connection (WbCli   *self,
                 GStrv    args,
                 GError **error)
{
  g_autoptr (WbShopConnection) connection = wb_shop_connection_new ();
  g_autoptr (GError) cause = NULL;

  connection->platform = g_ascii_strdown (args[0], -1);
  connection->url = g_strdup (args[1]);
  connection->name = g_strdup (self->options.name);
  if (!wb_shop_secret_names (connection->platform)) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("“%s” is no platform; write shoptet, shopify or woocommerce"), args[0]);
    return NULL;
  }
  if (self->options.ca &&
      !g_file_get_contents (self->options.ca, &connection->ca_pem, NULL, &cause)) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("Cannot read %s: %s"),
                 self->options.ca, cause->message);
    return NULL;
  }

  return take_known (self, connection, error) ? g_steal_pointer (&connection) : NULL;
}

/**
 * wb_cli_connect_shop:
 * @self: the program
 * @args: the platform, and the shop's address
 * @error: return location for a #GError
 *
 * Asks the shop first, telling each step, then keeps the connection; its key goes among the
 * secrets.
 *
 * Returns: `TRUE` if it is connected
 */
gboolean
wb_cli_connect_shop (WbCli   *self,
                     GStrv    args,
                     GError **error)
{
  g_autoptr (WbShopConnection) connection = NULL;
  g_autoptr (WbShopSecret) secret = NULL;
  WbSync *sync = NULL;

  if (!require_plain (self, error))
    return FALSE;
  connection = make_connection (self, args, error);
  secret = connection ? read_secret (connection->platform, self->options.secret_file, error) : NULL;
  sync = secret ? wb_cli_get_sync (self, error) : NULL;
  if (!sync)
    return FALSE;
  connection->caps = check (self, sync, connection, secret, error);
  if (!connection->caps || !wb_sync_put_shop (sync, connection, secret, NULL, error))
    return FALSE;
  print_connection (self, connection);

  return TRUE;
}

static gboolean
is_named (const WbShopConnection *connection,
          const char             *text)
{
  g_autofree char *name = g_utf8_casefold (connection->name, -1);
  g_autofree char *wanted = g_utf8_casefold (text, -1);

  return g_str_equal (connection->id, text) || g_str_equal (name, wanted) ||
         g_strcmp0 (connection->url, text) == 0;
}

/**
 * wb_cli_resolve_shop:
 * @self: the program, at level 0
 * @text: a shop's name in any case, its address or its id
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the connection
 */
WbShopConnection *
wb_cli_resolve_shop (WbCli       *self,
                     const char  *text,
                     GError     **error)
{
  g_autoptr (GPtrArray) connections = wb_shop_connection_list (self->db, error);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; connections && i < connections->len; i++) {
    WbShopConnection *connection = g_ptr_array_index (connections, i);

    if (is_named (connection, text))
      return wb_shop_connection_ref (connection);
    g_string_append_printf (names, names->len > 0 ? ", %s" : "%s", connection->name);
  }
  if (!connections)
    return NULL;
  if (names->len == 0)
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("No shop is connected yet; see “winbackctl connect shop”"));
  else
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("There is no shop “%s”; there are: %s"), text, names->str);

  return NULL;
}

/* The one named, or all. (element-type WbShopConnection) */
static GPtrArray *
pick_shops (WbCli   *self,
            GStrv    args,
            GError **error)
{
  g_autoptr (GPtrArray) picked = NULL;
  WbShopConnection *connection = NULL;

  if (!args[0])
    return wb_shop_connection_list (self->db, error);
  connection = wb_cli_resolve_shop (self, args[0], error);
  if (!connection)
    return NULL;
  picked = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_connection_unref);
  g_ptr_array_add (picked, connection);

  return g_steal_pointer (&picked);
}

/* What it told is kept, as after connecting it. */
static gboolean
check_known (WbCli             *self,
             WbSync            *sync,
             WbShopConnection  *connection,
             GError           **error)
{
  g_autoptr (WbShopCaps) caps = NULL;

  if (!self->options.json)
    g_print ("%s\n", connection->name);
  caps = check (self, sync, connection, NULL, error);
  if (!caps)
    return FALSE;
  g_clear_pointer (&connection->caps, wb_shop_caps_unref);
  connection->caps = g_steal_pointer (&caps);
  if (!wb_sync_put_shop (sync, connection, NULL, NULL, error))
    return FALSE;
  if (!self->options.json)
    print_caps (connection);

  return TRUE;
}

/**
 * wb_cli_shop_check:
 * @self: the program
 * @args: a shop, or nothing for all
 * @error: return location for a #GError
 *
 * Asks shops whether they answer and what they can do. One that fails does not keep the others from
 * being asked.
 *
 * Returns: `TRUE` if all are well
 */
gboolean
wb_cli_shop_check (WbCli   *self,
                   GStrv    args,
                   GError **error)
{
  g_autoptr (GPtrArray) shops = NULL;
  g_autoptr (GError) first = NULL;
  WbSync *sync = NULL;

  if (!require_plain (self, error))
    return FALSE;
  shops = pick_shops (self, args, error);
  sync = shops ? wb_cli_get_sync (self, error) : NULL;
  if (!sync)
    return FALSE;
  for (guint i = 0; i < shops->len; i++) {
    WbShopConnection *connection = g_ptr_array_index (shops, i);
    g_autoptr (GError) cause = NULL;

    if (!check_known (self, sync, connection, &cause) && !first) {
      first = g_steal_pointer (&cause);
      g_prefix_error (&first, "%s: ", connection->name);
    }
  }
  if (first) {
    g_propagate_error (error, g_steal_pointer (&first));
    return FALSE;
  }
  if (self->options.json)
    wb_cli_print_array (shops, encode_connection);
  else if (shops->len == 0)
    g_print (_ ("No shops.\n"));

  return TRUE;
}

static const char *
name_state (const WbMerchantStore *store)
{
  if (g_strcmp0 (store->connection, "connected") == 0)
    return _ ("connected");
  if (g_strcmp0 (store->connection, "error") == 0)
    return store->error_message ? store->error_message : _ ("not working");
  if (g_strcmp0 (store->connection, "disabled") == 0)
    return _ ("paused");

  return _ ("not asked yet");
}

/**
 * wb_cli_shop_list:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Lists the shops, whoever speaks to them.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_shop_list (WbCli   *self,
                  GStrv    args,
                  GError **error)
{
  g_autoptr (GPtrArray) stores = wb_merchant_store_list (self->db, error);
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Shop"), _ ("Platform"), _ ("Address"),
                                                   _ ("Coupons in"), _ ("Synced"), _ ("State"),
                                                   NULL);

  if (!stores)
    return FALSE;
  if (self->options.json) {
    wb_cli_print_array (stores, (JsonNode * (*)(gconstpointer))wb_wire_merchant_store_encode);
    return TRUE;
  }
  for (guint i = 0; i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);
    g_autofree char *currencies = store->currencies ? g_strjoinv (", ", store->currencies) : NULL;
    g_autofree char *synced = wb_cli_format_time (store->last_sync_at, wb_cli_now (self),
                                                  self->zone);
    const char *const cells[] = {
      store->name ? store->name : store->store_id, store->platform, store->url,
      store->supports_coupons ? currencies : "–", synced, name_state (store),
    };

    wb_cli_table_add (table, cells);
  }
  if (stores->len == 0)
    g_print (_ ("No shops.\n"));
  else
    wb_cli_table_print (table);

  return TRUE;
}

static gboolean
pause_or_resume (WbCli       *self,
                 const char  *text,
                 gboolean     paused,
                 GError     **error)
{
  g_autoptr (WbShopConnection) connection = NULL;
  WbSync *sync = NULL;

  if (!require_plain (self, error))
    return FALSE;
  connection = wb_cli_resolve_shop (self, text, error);
  sync = connection ? wb_cli_get_sync (self, error) : NULL;
  if (!sync || !wb_sync_pause_shop (sync, connection->id, paused, NULL, error))
    return FALSE;
  connection->is_paused = paused;
  if (self->options.json)
    print_connection (self, connection);
  else
    g_print (paused ? _ ("The shop “%s” is paused.\n") : _ ("The shop “%s” is at work again.\n"),
             connection->name);

  return TRUE;
}

/**
 * wb_cli_shop_pause:
 * @self: the program
 * @args: the shop
 * @error: return location for a #GError
 *
 * Returns: `TRUE` if it is asked nothing from now on
 */
gboolean
wb_cli_shop_pause (WbCli   *self,
                   GStrv    args,
                   GError **error)
{
  return pause_or_resume (self, args[0], TRUE, error);
}

/**
 * wb_cli_shop_resume:
 * @self: the program
 * @args: the shop
 * @error: return location for a #GError
 *
 * Returns: `TRUE` if it is at work again
 */
gboolean
wb_cli_shop_resume (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  return pause_or_resume (self, args[0], FALSE, error);
}

/**
 * wb_cli_shop_remove:
 * @self: the program
 * @args: the shop
 * @error: return location for a #GError
 *
 * Forgets a shop and its key; its coupons stay in the list.
 *
 * Returns: `TRUE` if it is gone
 */
gboolean
wb_cli_shop_remove (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  g_autoptr (WbShopConnection) connection = NULL;
  WbSync *sync = NULL;

  if (!require_plain (self, error))
    return FALSE;
  connection = wb_cli_resolve_shop (self, args[0], error);
  sync = connection ? wb_cli_get_sync (self, error) : NULL;
  if (!sync || !wb_sync_remove_shop (sync, connection->id, NULL, error))
    return FALSE;
  if (self->options.json)
    print_connection (self, connection);
  else
    g_print (_ ("The shop “%s” is no longer connected; its coupons stay valid there.\n"),
             connection->name);

  return TRUE;
}
