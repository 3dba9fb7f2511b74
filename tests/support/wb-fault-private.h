/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the bad network reads in the messages it carries, and how it falsifies them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the body starts; 0 = the head is not complete yet. */
gsize    wb_fault_find_body      (const GString *text);
/* Whether @text holds a message whole, as far as its length says. */
gboolean wb_fault_is_whole       (const GString *text, gboolean is_request);
/* The value of a header; the head of @text ends at @head_size. */
char    *wb_fault_dup_header     (const GString *text, gsize head_size, const char *name);
void     wb_fault_replace_header (GString *text, const char *name, const char *value);
gboolean wb_fault_asks_for       (const GString *request, const char *method, const char *ending);

void     wb_fault_ask_instead    (GString *request);
void     wb_fault_empty_feed     (GString *answer);
void     wb_fault_pretend_taken  (GString *answer, const char *user_id);

G_END_DECLS
