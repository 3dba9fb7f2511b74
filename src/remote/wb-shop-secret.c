/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the lines a shop's secret is written in; see wb-shop-secret.h. Messages name names only:
 * whatever stands behind the "=" may be a secret, whatever has no "=" may be one too. */

#include "config.h"

#include "wb-shop-secret.h"

#include "wb-remote-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_NAMES 8

struct _WbShopSecret
{
  guint n_values;
  const char *names[MAX_NAMES];   /* of the tables below */
  char *values[MAX_NAMES];        /* (owned) wiped when freed */
};

static const char *const shoptet_names[] = {
  "private_token", NULL, "oauth_token", "token_url", NULL, NULL
};
static const char *const shopify_names[] = {
  "access_token", NULL, "client_id", "client_secret", NULL, NULL
};
static const char *const woocommerce_names[] = {
  "consumer_key", "consumer_secret", NULL, NULL
};

/* May stand beside any set. */
static const char *const shoptet_extras[] = { "template", NULL };
static const char *const no_extras[] = { NULL };

static const struct
{
  const char *platform;
  const char *const *names;
  const char *const *extras;
} platforms[] = {
  { "shoptet", shoptet_names, shoptet_extras },
  { "shopify", shopify_names, no_extras },
  { "woocommerce", woocommerce_names, no_extras },
};

/**
 * wb_shop_secret_names:
 * @platform: a platform's name
 *
 * Returns: (transfer none) (nullable): the names it takes, each set ended by `NULL`, the last by a
 *   second one; `NULL` = no such platform
 */
const char *const *
wb_shop_secret_names (const char *platform)
{
  for (guint i = 0; platform && i < G_N_ELEMENTS (platforms); i++) {
    if (strcmp (platforms[i].platform, platform) == 0)
      return platforms[i].names;
  }

  return NULL;
}

static const char *const *
get_extras (const char *platform)
{
  for (guint i = 0; i < G_N_ELEMENTS (platforms); i++) {
    if (strcmp (platforms[i].platform, platform) == 0)
      return platforms[i].extras;
  }

  return no_extras;
}

static const char *const *
next_set (const char *const *set)
{
  while (*set)
    set++;

  return set + 1;
}

/* The table's own string for @name, NULL = the platform does not know it. */
static const char *
find_name (const char *platform,
           const char *name)
{
  const char *const *extras = get_extras (platform);

  for (const char *const *set = wb_shop_secret_names (platform); *set; set = next_set (set)) {
    for (guint i = 0; set[i]; i++) {
      if (strcmp (set[i], name) == 0)
        return set[i];
    }
  }
  for (guint i = 0; extras[i]; i++) {
    if (strcmp (extras[i], name) == 0)
      return extras[i];
  }

  return NULL;
}

/* "private_token, or oauth_token and token_url" */
static char *
describe_names (const char *platform)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (const char *const *set = wb_shop_secret_names (platform); *set; set = next_set (set)) {
    if (words->len > 0)
      /* Translators: between names of which one or the other is needed. */
      g_string_append (words, _ (", or "));
    for (guint i = 0; set[i]; i++)
      g_string_append_printf (words, "%s%s", i > 0 ? " + " : "", set[i]);
  }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static gboolean
refuse (GError **error,
        char    *message)
{
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED, message);
  g_free (message);

  return FALSE;
}

/* A token is one word of printable ASCII: anything else was pasted wrong, or would end a header. */
static gboolean
is_value (const char *value)
{
  if (!*value)
    return FALSE;
  for (const char *p = value; *p; p++) {
    if (!g_ascii_isgraph (*p))
      return FALSE;
  }

  return TRUE;
}

static gboolean
read_line (WbShopSecret  *self,
           const char    *platform,
           char          *line,
           guint          number,
           GError       **error)
{
  char *equals = strchr (line, '=');
  const char *name = NULL;
  const char *value = NULL;

  if (!equals)
    return refuse (error, g_strdup_printf (_ ("Line %u of the secret is not “name=value”"),
                                           number));
  *equals = '\0';
  name = find_name (platform, g_strstrip (line));
  value = g_strstrip (equals + 1);
  if (!name) {
    g_autofree char *names = describe_names (platform);

    return refuse (error, g_strdup_printf (_ ("Line %u of the secret has a name that is not known "
                                              "here; write %s"), number, names));
  }
  if (!is_value (value))
    return refuse (error, g_strdup_printf (_ ("The value of “%s” is empty, or has characters that "
                                              "no key has"), name));
  if (wb_shop_secret_get (self, name))
    return refuse (error, g_strdup_printf (_ ("The secret has “%s” twice"), name));

  self->names[self->n_values] = name;
  self->values[self->n_values++] = g_strdup (value);

  return TRUE;
}

/* Exactly one set, and all of it. */
static gboolean
check_complete (const WbShopSecret  *self,
                const char          *platform,
                GError             **error)
{
  g_autofree char *names = describe_names (platform);
  guint n_begun = 0;
  const char *missing = NULL;

  for (const char *const *set = wb_shop_secret_names (platform); *set; set = next_set (set)) {
    gboolean begun = FALSE;
    const char *lacks = NULL;

    for (guint i = 0; set[i]; i++) {
      if (wb_shop_secret_get (self, set[i]))
        begun = TRUE;
      else if (!lacks)
        lacks = set[i];
    }
    n_begun += begun ? 1 : 0;
    if (begun && lacks)
      missing = lacks;
  }
  if (n_begun > 1)
    return refuse (error, g_strdup_printf (_ ("The secret has too much: write %s, not both"),
                                           names));
  if (missing)
    return refuse (error, g_strdup_printf (_ ("The secret lacks “%s”"), missing));
  if (n_begun == 0)
    return refuse (error, g_strdup_printf (_ ("The secret must have %s"), names));

  return TRUE;
}

/**
 * wb_shop_secret_parse:
 * @platform: whose secret it is
 * @text: lines `name=value`; empty ones and those that begin with `#` are skipped
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED`
 *
 * Returns: (transfer full): the secret; `NULL` with @error set, which repeats no value
 */
WbShopSecret *
wb_shop_secret_parse (const char  *platform,
                      const char  *text,
                      GError     **error)
{
  g_autoptr (WbShopSecret) self = NULL;
  g_autofree char *copy = NULL;
  gsize length = 0;
  gboolean is_good = TRUE;
  guint number = 0;

  g_return_val_if_fail (platform && text, NULL);

  self = g_new0 (WbShopSecret, 1);
  if (!wb_shop_secret_names (platform)) {
    refuse (error, g_strdup_printf (_ ("Shops on “%s” are not known here; write shoptet, shopify "
                                       "or woocommerce"), platform));
    return NULL;
  }

  length = strlen (text);
  copy = g_strdup (text);
  /* What some editors put before the first line. */
  if (g_str_has_prefix (copy, "\xef\xbb\xbf"))
    memset (copy, ' ', 3);
  for (char *line = copy, *next = NULL; is_good && line; line = next) {
    next = strchr (line, '\n');
    if (next)
      *next++ = '\0';
    number++;
    g_strstrip (line);
    if (*line && *line != '#')
      is_good = read_line (self, platform, line, number, error);
  }
  explicit_bzero (copy, length);
  if (!is_good || !check_complete (self, platform, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * wb_shop_secret_free:
 * @self: (transfer full) (nullable): a secret
 */
void
wb_shop_secret_free (WbShopSecret *self)
{
  if (!self)
    return;
  for (guint i = 0; i < self->n_values; i++)
    wb_shop_secret_wipe (self->values[i]);
  g_free (self);
}

/**
 * wb_shop_secret_wipe:
 * @text: (transfer full) (nullable): a text that held a secret
 */
void
wb_shop_secret_wipe (char *text)
{
  if (!text)
    return;
  explicit_bzero (text, strlen (text));
  g_free (text);
}

/**
 * wb_shop_secret_get:
 * @self: a secret
 * @name: one of wb_shop_secret_names(), or "template"
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
wb_shop_secret_get (const WbShopSecret *self,
                    const char         *name)
{
  g_return_val_if_fail (self && name, NULL);

  for (guint i = 0; i < self->n_values; i++) {
    if (strcmp (self->names[i], name) == 0)
      return self->values[i];
  }

  return NULL;
}

/**
 * wb_shop_secret_format:
 * @self: a secret
 *
 * Returns: (transfer full): its lines, for wb_shop_secret_parse(); wipe them
 */
char *
wb_shop_secret_format (const WbShopSecret *self)
{
  gsize size = 1;
  char *text = NULL;

  g_return_val_if_fail (self, NULL);

  /* Sized before, as growing would leave copies behind. */
  for (guint i = 0; i < self->n_values; i++)
    size += strlen (self->names[i]) + 1 + strlen (self->values[i]) + 1;
  text = g_malloc0 (size);
  for (guint i = 0; i < self->n_values; i++) {
    g_strlcat (text, self->names[i], size);
    g_strlcat (text, "=", size);
    g_strlcat (text, self->values[i], size);
    g_strlcat (text, "\n", size);
  }

  return text;
}
