/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns an answer of WooCommerce into JSON or a decision. Decisions are made by status and `code`,
 * never by the message, which is in the shop's language (reference/woocommerce-api.md 2). */

#include "config.h"

#include "wb-woocommerce-json.h"

#include "wb-shop-reply.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_WORDS 200

/* The entities WordPress writes into its messages. */
static const struct { const char *name; const char *text; } entities[] = {
  { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" }, { "apos", "'" },
  { "nbsp", " " }, { "rsaquo", "›" }, { "raquo", "»" }, { "hellip", "…" }, { "ndash", "–" },
};

/* Appends the entity at @text ("&...;") and gives its length; 0 = it is none. */
static gsize
append_entity (GString    *plain,
               const char *text,
               const char *end)
{
  const char *semicolon = memchr (text, ';', MIN ((gsize) (end - text), 10));
  g_autofree char *name = NULL;

  if (!semicolon)
    return 0;
  name = g_strndup (text + 1, (gsize) (semicolon - text) - 1);
  if (name[0] == '#') {
    gboolean is_hex = name[1] == 'x' || name[1] == 'X';
    guint64 value = g_ascii_strtoull (name + (is_hex ? 2 : 1), NULL, is_hex ? 16 : 10);

    if (value < 32 || !g_unichar_validate ((gunichar) value))
      return 0;
    g_string_append_unichar (plain, (gunichar) value);
    return (gsize) (semicolon - text) + 1;
  }
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++) {
    if (strcmp (name, entities[i].name) == 0) {
      g_string_append (plain, entities[i].text);
      return (gsize) (semicolon - text) + 1;
    }
  }

  return 0;
}

/* Whether the tag at @text ends a line of a page. */
static gboolean
ends_line (const char *text)
{
  static const char *const tags[] = { "<br", "</p>", "</h1>", "</h2>", "</title>", "</div>" };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++) {
    if (g_ascii_strncasecmp (text, tags[i], strlen (tags[i])) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
has_words (const GString *text)
{
  return strspn (text->str, " \t\r") != text->len;
}

/* Skips a tag, and a style or script together with what stands inside. */
static const char *
skip_tag (const char *p,
          const char *end)
{
  static const char *const hidden[] = { "style", "script" };
  const char *close = memchr (p, '>', (gsize) (end - p));

  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++) {
    gsize length = strlen (hidden[i]);

    if ((gsize) (end - p) > length + 1 && g_ascii_strncasecmp (p + 1, hidden[i], length) == 0) {
      const char *found = g_strstr_len (close ? close : p, end - (close ? close : p), "</");

      return found ? skip_tag (found, end) : end;
    }
  }

  return close ? close + 1 : end;
}

/**
 * wb_woocommerce_plain_text:
 * @text: what a server wrote, possibly HTML and not UTF-8
 * @length: in bytes; -1 when NUL-terminated
 * @max_chars: the longest result wanted
 *
 * Takes the first line that says something, without tags, entities and control characters, so that
 * it can stand in an error shown to a person.
 *
 * Returns: (transfer full): one line of text, possibly empty
 */
char *
wb_woocommerce_plain_text (const char *text,
                           gssize      length,
                           guint       max_chars)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) plain = g_string_new (NULL);
  const char *end;

  g_return_val_if_fail (text, NULL);

  /* Enough for the first words of any page, also when the server sent megabytes. */
  valid = g_utf8_make_valid (text, length < 0 ? (gssize) strlen (text) : MIN (length, 65536));
  end = valid + strlen (valid);
  for (const char *p = valid; p < end;) {
    gsize skipped;

    if (*p == '<') {
      if (ends_line (p) && has_words (plain))
        break;
      p = skip_tag (p, end);
      continue;
    }
    if (*p == '&' && (skipped = append_entity (plain, p, end)) > 0) {
      p += skipped;
      continue;
    }
    if (*p == '\n') {
      if (has_words (plain))
        break;
    } else {
      g_string_append_c (plain, g_ascii_iscntrl (*p) ? ' ' : *p);
    }
    p++;
  }

  g_strstrip (plain->str);
  if (g_utf8_strlen (plain->str, -1) > (glong) max_chars) {
    g_autofree char *cut = g_utf8_substring (plain->str, 0, (glong) max_chars);

    return g_strconcat (g_strchomp (cut), "…", NULL);
  }

  return g_strdup (plain->str);
}

static const char *
string_member (JsonObject *object,
               const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/* What the caller does next, by the codes of reference/woocommerce-api.md 2 and 3. */
static WbRemoteError
classify (guint       status,
          const char *code)
{
  if (strcmp (code, "woocommerce_rest_shop_coupon_invalid_id") == 0)
    return WB_REMOTE_ERROR_NOT_FOUND;   /* 404 on GET and DELETE, but 400 on PUT */
  if (strcmp (code, "woocommerce_rest_coupon_code_already_exists") == 0)
    return WB_REMOTE_ERROR_CONFLICT;
  if (strcmp (code, "rest_no_route") == 0)
    return WB_REMOTE_ERROR_UNEXPECTED_REPLY;

  switch (status) {
    case 401: return WB_REMOTE_ERROR_UNAUTHORIZED;
    case 403: return WB_REMOTE_ERROR_FORBIDDEN;
    /* Whoever else answers, a plugin that locks the API away, knows nothing of coupons. */
    case 404: return WB_REMOTE_ERROR_UNEXPECTED_REPLY;
    case 409: return WB_REMOTE_ERROR_CONFLICT;
    case 410: return WB_REMOTE_ERROR_GONE;
    case 429: return WB_REMOTE_ERROR_RATE_LIMITED;
    default: return status >= 500 ? WB_REMOTE_ERROR_SERVER_FAULT : WB_REMOTE_ERROR_REJECTED;
  }
}

static char *
describe_refusal (guint       status,
                  const char *code,
                  const char *words)
{
  if (strcmp (code, "woocommerce_rest_coupon_code_already_exists") == 0)
    return g_strdup (_ ("The shop already has a coupon with this code"));
  if (strcmp (code, "woocommerce_rest_shop_coupon_invalid_id") == 0)
    return g_strdup (_ ("The shop has no such coupon"));
  if (strcmp (code, "rest_no_route") == 0)
    return g_strdup (_ ("There is no WooCommerce API at this address; WooCommerce must be active"));
  if (status == 401 && g_str_has_prefix (code, "woocommerce_rest_cannot_"))
    return g_strdup (_ ("The shop did not recognise the key: it is unknown there, or something on "
                        "the way removes the sign-in"));
  if (status == 401)
    /* Translators: %s is what the shop said, in the shop's language. */
    return g_strdup_printf (_ ("The shop refused the key: %s"), words);
  if (status == 403)
    return g_strdup (_ ("The user this key belongs to may not manage coupons; make the key for a "
                        "shop manager or an administrator"));
  if (status == 429)
    return g_strdup (_ ("The shop asks us to slow down"));
  if (status == 503)
    return g_strdup_printf (_ ("The shop is down for maintenance: %s"), words);
  if (status >= 500)
    return g_strdup_printf (_ ("The shop has a fault (%u): %s"), status, words);

  return g_strdup_printf (_ ("The shop refused (%u): %s"), status, words);
}

/* Without its query, which repeats the signature of ours. */
static void
set_moved (const WbHttpReply  *reply,
           GError            **error)
{
  const char *location = reply->location;
  g_autofree char *address = location ? g_strndup (location, strcspn (location, "?#")) : NULL;

  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
               _ ("The shop moved to another address: use %s"),
               address ? address : _ ("the address your browser shows"));
}

/**
 * wb_woocommerce_read_reply:
 * @reply: an answer
 * @code_out: (out) (optional) (nullable) (transfer full): the `code` of the shop's error
 * @error: return location
 *
 * Codes of [error@WB_REMOTE_ERROR]: `CONFLICT` the code is taken; `NOT_FOUND` no such coupon;
 * `UNAUTHORIZED`, `FORBIDDEN` by the shop itself; `REJECTED` with its words; `RATE_LIMITED`;
 * `SERVER_FAULT`; `UNEXPECTED_REPLY` for a redirect (with its target), a page of somebody else (a
 * firewall, a PHP warning before the JSON; with its first line) and a missing route.
 *
 * Returns: (transfer full): the JSON of a success, `NULL` on error
 */
JsonNode *
wb_woocommerce_read_reply (const WbHttpReply  *reply,
                           char              **code_out,
                           GError            **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *words = NULL;
  g_autofree char *message = NULL;
  const char *data;
  const char *code;
  gsize length = 0;

  g_return_val_if_fail (reply && reply->body, NULL);

  if (code_out)
    *code_out = NULL;
  if (reply->status >= 300 && reply->status < 400) {
    set_moved (reply, error);
    return NULL;
  }

  data = g_bytes_get_data (reply->body, &length);
  node = data ? wb_wire_parse (data, (gssize) length, WB_WIRE_MAX_BODY_BYTES, NULL) : NULL;
  if (!node) {
    wb_shop_reply_set_foreign (reply, error);
    return NULL;
  }
  if (reply->status >= 200 && reply->status < 300)
    return g_steal_pointer (&node);

  if (!JSON_NODE_HOLDS_OBJECT (node) || !string_member (json_node_get_object (node), "code")) {
    wb_shop_reply_set_foreign (reply, error);
    return NULL;
  }
  code = string_member (json_node_get_object (node), "code");
  words = wb_woocommerce_plain_text (string_member (json_node_get_object (node), "message") ?
                                     string_member (json_node_get_object (node), "message") : code,
                                     -1, MAX_WORDS);
  message = describe_refusal (reply->status, code, words[0] != '\0' ? words : code);
  g_set_error_literal (error, WB_REMOTE_ERROR, (gint) classify (reply->status, code), message);
  if (code_out)
    *code_out = g_strdup (code);

  return NULL;
}
