/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The forms values come in: texts, references, decimals, texts by language, times and dates
 * (reference/retino-api.md B.0); see wb-wire-reader.h. */

#include "config.h"

#include "wb-wire-reader-private.h"

#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A whole number is taken for a text: codes and phone numbers are written so by some. */
static char *
dup_text (JsonNode *node)
{
  if (wb_wire_node_holds (node, G_TYPE_STRING))
    return g_strdup (json_node_get_string (node));
  if (wb_wire_node_holds (node, G_TYPE_INT64))
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return NULL;
}

/**
 * wb_wire_read_text:
 * @self: a reader
 * @name: a member
 * @need: what is taken; REQUIRED does not take an empty text
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
wb_wire_read_text (WbWireReader *self,
                   const char   *name,
                   WbWireNeed    need)
{
  JsonNode *node = wb_wire_reader_find (self, name, need);
  char *text = NULL;

  if (!node)
    return NULL;

  text = dup_text (node);
  if (!text && need != WB_WIRE_LENIENT)
    wb_wire_reader_refuse_type (self, name, node, "string");
  else if (need == WB_WIRE_REQUIRED && text && *text == '\0')
    wb_wire_reader_refuse (self, name, _ ("empty where a value is needed"));

  return text;
}

/* A reference is an id or an object with one (reference/retino-api.md B.0); "" is none. */
static char *
dup_id (JsonNode *node)
{
  g_autofree char *id = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node)) {
    node = json_object_get_member (json_node_get_object (node), "id");
    if (!node)
      return NULL;
  }
  id = dup_text (node);

  return id && *id != '\0' ? g_steal_pointer (&id) : NULL;
}

/**
 * wb_wire_read_id:
 * @self: a reader
 * @name: a member
 * @need: what is taken
 *
 * A reference: a text, an object with `id`, or null.
 *
 * Returns: (transfer full) (nullable): the id
 */
char *
wb_wire_read_id (WbWireReader *self,
                 const char   *name,
                 WbWireNeed    need)
{
  JsonNode *node = wb_wire_reader_find (self, name, need);
  char *id = NULL;

  if (!node)
    return NULL;

  id = dup_id (node);
  if (!id && (need == WB_WIRE_REQUIRED ||
              (need != WB_WIRE_LENIENT && !wb_wire_node_holds (node, G_TYPE_STRING))))
    wb_wire_reader_refuse_type (self, name, node, "id");

  return id;
}

/**
 * wb_wire_dup_decimal:
 * @node: a value
 *
 * Money comes as a text or as a number (reference/retino-api.md B.0). A number is written with the
 * fewest digits that give it back, so 199.9 is “199.9”.
 *
 * Returns: (transfer full) (nullable): the decimal text; `NULL` for any other type
 */
char *
wb_wire_dup_decimal (JsonNode *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double number = 0;

  g_return_val_if_fail (node, NULL);

  if (!wb_wire_node_holds (node, G_TYPE_DOUBLE))
    return dup_text (node);

  number = json_node_get_double (node);
  if (!isfinite (number))
    return NULL;
  g_ascii_formatd (buffer, sizeof buffer, "%.15g", number);
  if (g_ascii_strtod (buffer, NULL) != number)
    g_ascii_dtostr (buffer, sizeof buffer, number);

  return g_strdup (buffer);
}

/**
 * wb_wire_read_decimal:
 * @self: a reader
 * @name: a member
 * @need: what is taken
 *
 * Returns: (transfer full) (nullable): a decimal as text; whether it is money is for
 *   wb_money_parse_api() to say
 */
char *
wb_wire_read_decimal (WbWireReader *self,
                      const char   *name,
                      WbWireNeed    need)
{
  JsonNode *node = wb_wire_reader_find (self, name, need);
  char *text = NULL;

  if (!node)
    return NULL;

  text = wb_wire_dup_decimal (node);
  if (!text && need != WB_WIRE_LENIENT)
    wb_wire_reader_refuse_type (self, name, node, "decimal string");

  return text;
}

/**
 * wb_wire_read_lang_text:
 * @self: a reader
 * @name: a member
 * @need: what is taken
 *
 * An object language → text (languages whose text is null are left out), or a plain text.
 *
 * Returns: (transfer full) (nullable): the text
 */
WbLangText *
wb_wire_read_lang_text (WbWireReader *self,
                        const char   *name,
                        WbWireNeed    need)
{
  JsonNode *node = wb_wire_reader_find (self, name, need);
  g_autoptr (WbLangText) text = NULL;
  JsonObjectIter iter;
  const char *language = NULL;
  JsonNode *member = NULL;

  if (!node)
    return NULL;

  if (wb_wire_node_holds (node, G_TYPE_STRING))
    return wb_lang_text_new_plain (json_node_get_string (node));
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    if (need != WB_WIRE_LENIENT)
      wb_wire_reader_refuse_type (self, name, node, "object");
    return NULL;
  }

  text = wb_lang_text_new ();
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &language, &member)) {
    if (wb_wire_node_holds (member, G_TYPE_STRING)) {
      wb_lang_text_set (text, language, json_node_get_string (member));
    } else if (need != WB_WIRE_LENIENT && !JSON_NODE_HOLDS_NULL (member)) {
      WbWireReader child = { .parent = self, .name = name, .index = -1, .root = self->root };

      wb_wire_reader_refuse_type (&child, language, member, "string");
      return NULL;
    }
  }

  return g_steal_pointer (&text);
}

/**
 * wb_wire_read_array:
 * @self: a reader
 * @name: a member
 * @need: what is taken
 *
 * Returns: (transfer none) (nullable): the list
 */
JsonArray *
wb_wire_read_array (WbWireReader *self,
                    const char   *name,
                    WbWireNeed    need)
{
  JsonNode *node = wb_wire_reader_find (self, name, need);

  if (!node)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    if (need != WB_WIRE_LENIENT)
      wb_wire_reader_refuse_type (self, name, node, "array");
    return NULL;
  }

  return json_node_get_array (node);
}

/**
 * wb_wire_read_ids:
 * @self: a reader
 * @name: a member
 * @need: what is taken; LENIENT also passes over elements that are no text
 *
 * A list of texts or references.
 *
 * Returns: (transfer full): the ids; empty where there are none
 */
GStrv
wb_wire_read_ids (WbWireReader *self,
                  const char   *name,
                  WbWireNeed    need)
{
  JsonArray *array = wb_wire_read_array (self, name, need);
  guint n = array ? json_array_get_length (array) : 0;
  GStrv ids = g_new0 (char *, n + 1);
  guint n_ids = 0;

  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (array, i);
    char *id = dup_id (node);

    if (id) {
      ids[n_ids++] = id;
    } else if (need != WB_WIRE_LENIENT) {
      WbWireReader child = {
        .parent = self, .name = name, .index = (int) i, .root = self->root
      };

      wb_wire_reader_refuse_type (&child, NULL, node, "string");
      break;
    }
  }

  return ids;
}

/**
 * wb_wire_read_time:
 * @self: a reader
 * @name: a member
 * @need: what is taken
 *
 * Returns: Unix milliseconds, or `WB_TIME_NONE`
 */
gint64
wb_wire_read_time (WbWireReader *self,
                   const char   *name,
                   WbWireNeed    need)
{
  JsonNode *node = wb_wire_reader_find (self, name, need);
  gint64 ms = WB_TIME_NONE;

  if (!node)
    return WB_TIME_NONE;
  if (wb_wire_node_holds (node, G_TYPE_STRING)) {
    if (wb_time_parse (json_node_get_string (node), &ms))
      return ms;
    if (need != WB_WIRE_LENIENT)
      wb_wire_reader_refuse (self, name, _ ("not a time like 2025-10-03T09:58:00.000Z"));
  } else if (need != WB_WIRE_LENIENT) {
    wb_wire_reader_refuse_type (self, name, node, "time");
  }

  return WB_TIME_NONE;
}

/**
 * wb_wire_read_date:
 * @self: a reader
 * @name: a member
 * @need: what is taken
 *
 * A date, or the date part of a time.
 *
 * Returns: days since 1970-01-01, or `WB_DATE_NONE`
 */
gint32
wb_wire_read_date (WbWireReader *self,
                   const char   *name,
                   WbWireNeed    need)
{
  JsonNode *node = wb_wire_reader_find (self, name, need);
  gint32 days = WB_DATE_NONE;

  if (!node)
    return WB_DATE_NONE;
  if (wb_wire_node_holds (node, G_TYPE_STRING)) {
    const char *text = json_node_get_string (node);
    g_autofree char *date = NULL;
    gint64 ms = 0;

    if (wb_date_parse (text, &days))
      return days;
    if (wb_time_parse (text, &ms)) {
      date = g_strndup (text, 10);
      if (wb_date_parse (date, &days))
        return days;
    }
    if (need != WB_WIRE_LENIENT)
      wb_wire_reader_refuse (self, name, _ ("not a date like 2025-10-03"));
  } else if (need != WB_WIRE_LENIENT) {
    wb_wire_reader_refuse_type (self, name, node, "date");
  }

  return WB_DATE_NONE;
}
