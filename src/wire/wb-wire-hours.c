/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Weekly hours; see wb-wire-hours.h. */

#include "config.h"

#include "wb-wire-hours.h"

#include "wb-account.h"
#include "wb-wire-builder.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static gboolean
parse_minutes (const char *text,
               gint16     *minutes_out)
{
  int hours = 0;
  int minutes = 0;
  char rest = '\0';

  /* 24:00 is the end of the day. */
  if (!text || sscanf (text, "%2d:%2d%c", &hours, &minutes, &rest) != 2 ||
      hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 24 * 60)
    return FALSE;

  *minutes_out = (gint16) (hours * 60 + minutes);

  return TRUE;
}

static guint
read_days (WbWireReader *hours)
{
  JsonArray *array = wb_wire_read_array (hours, "days", WB_WIRE_REQUIRED);
  guint days = 0;

  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    gint64 day = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
                 ? json_node_get_int (node) : 0;

    if (day < 1 || day > 7) {
      wb_wire_reader_refuse (hours, "days", _ ("a day is 1 (Monday) to 7 (Sunday)"));
      return 0;
    }
    days |= 1u << (day - 1);
  }

  return days;
}

/**
 * wb_wire_read_hours:
 * @reader: the object
 * @name: its member
 * @need: what is taken
 * @hours: (element-type WbHours): gets what is there
 */
void
wb_wire_read_hours (WbWireReader *reader,
                    const char   *name,
                    WbWireNeed    need,
                    GArray       *hours)
{
  JsonArray *array = wb_wire_read_array (reader, name, need);

  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    WbWireReader child;
    WbHours part = { 0, 0, 0 };
    g_autofree char *from = NULL;
    g_autofree char *to = NULL;

    if (!wb_wire_enter_element (reader, name, array, i, WB_WIRE_REQUIRED, &child))
      return;
    part.days = read_days (&child);
    from = wb_wire_read_text (&child, "from", WB_WIRE_REQUIRED);
    to = wb_wire_read_text (&child, "to", WB_WIRE_REQUIRED);
    if (!parse_minutes (from, &part.from_min))
      wb_wire_reader_refuse (&child, "from", _ ("not a time of day like 09:00"));
    if (!parse_minutes (to, &part.to_min))
      wb_wire_reader_refuse (&child, "to", _ ("not a time of day like 09:00"));
    g_array_append_val (hours, part);
  }
}

static char *
format_minutes (int minutes)
{
  return g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
}

/**
 * wb_wire_put_hours:
 * @object: the object
 * @name: its member
 * @hours: (element-type WbHours): what it is to hold
 */
void
wb_wire_put_hours (JsonObject *object,
                   const char *name,
                   GArray     *hours)
{
  JsonArray *array = json_array_sized_new (hours->len);

  for (guint i = 0; i < hours->len; i++) {
    const WbHours *part = &g_array_index (hours, WbHours, i);
    JsonObject *element = json_object_new ();
    JsonArray *days = json_array_new ();
    g_autofree char *from = format_minutes (part->from_min);
    g_autofree char *to = format_minutes (part->to_min);

    for (guint day = 0; day < 7; day++) {
      if (part->days & (1u << day))
        json_array_add_int_element (days, day + 1);
    }
    json_object_set_array_member (element, "days", days);
    wb_wire_put_text (element, "from", from);
    wb_wire_put_text (element, "to", to);
    json_array_add_object_element (array, element);
  }
  json_object_set_array_member (object, name, array);
}
