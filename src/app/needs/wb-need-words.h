/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Values of a clash that are more than a word or a number, for people. Main thread only. */

#pragma once

#include "wb-context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* @object: (nullable): the side that has it. NULL = said like any other field. */
char      *wb_need_words_value  (WbContext  *context,
                                 const char *path,
                                 JsonNode   *object) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
