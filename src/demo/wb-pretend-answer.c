/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What handlers of wb-pretend-server.h share: reading requests, writing answers, and what a fault
 * makes of one. */

#include "config.h"

#include "wb-pretend-server.h"

#include <string.h>

/**
 * wb_pretend_fault_is_early:
 * @fault: what a request meets
 *
 * Returns: whether the shop does nothing with the request now
 */
gboolean
wb_pretend_fault_is_early (WbPretendFault fault)
{
  return fault == WB_PRETEND_FAULT_SILENT_BEFORE || fault == WB_PRETEND_FAULT_HOLD_BEFORE ||
         fault == WB_PRETEND_FAULT_LATE;
}

/**
 * wb_pretend_sending_of:
 * @fault: what a request meets
 *
 * Returns: how its answer is sent
 */
WbPretendSending
wb_pretend_sending_of (WbPretendFault fault)
{
  switch ((int) fault) {
    case WB_PRETEND_FAULT_SILENT_BEFORE:
    case WB_PRETEND_FAULT_SILENT_AFTER:
      return WB_PRETEND_HANG_UP;
    case WB_PRETEND_FAULT_CUT:
      return WB_PRETEND_CUT;
    case WB_PRETEND_FAULT_SLOW:
      return WB_PRETEND_SEND_LATE;
    case WB_PRETEND_FAULT_HOLD_BEFORE:
      return WB_PRETEND_HOLD_REQUEST;
    case WB_PRETEND_FAULT_HOLD_AFTER:
      return WB_PRETEND_HOLD;
    case WB_PRETEND_FAULT_LATE:
      return WB_PRETEND_LOSE_REQUEST;
    default:
      return WB_PRETEND_SEND;
  }
}

/**
 * wb_pretend_request_param:
 * @request: what came
 * @name: a parameter's name
 *
 * Returns: (transfer none) (nullable): its value in the URL; of several the last, as in PHP
 */
const char *
wb_pretend_request_param (const WbPretendRequest *request,
                          const char             *name)
{
  const char *value = NULL;

  g_return_val_if_fail (request && name, NULL);

  for (guint i = 0; i < request->query_params->len; i += 2) {
    if (strcmp (request->query_params->pdata[i], name) == 0)
      value = request->query_params->pdata[i + 1];
  }

  return value;
}

/**
 * wb_pretend_answer_add_header:
 * @answer: an answer
 * @name: a header
 * @value: its value
 *
 * Sets a header; a later one of the same name wins.
 */
void
wb_pretend_answer_add_header (WbPretendAnswer *answer,
                              const char      *name,
                              const char      *value)
{
  g_return_if_fail (answer && name && value);

  g_ptr_array_add (answer->headers, g_strdup (name));
  g_ptr_array_add (answer->headers, g_strdup (value));
}

/**
 * wb_pretend_answer_html:
 * @answer: filled
 * @status: HTTP status
 * @title: the page's title
 * @text: its text
 *
 * Answers a web page, as servers do to whom they take for a person.
 */
void
wb_pretend_answer_html (WbPretendAnswer *answer,
                        guint            status,
                        const char      *title,
                        const char      *text)
{
  g_return_if_fail (answer && title && text);

  answer->status = status;
  answer->content_type = "text/html; charset=UTF-8";
  g_string_printf (answer->body,
                   "<!DOCTYPE html>\n<html>\n<head>\n\t<title>%s</title>\n"
                   "\t<style>body { color: #444; }</style>\n</head>\n<body>\n\t<p>%s</p>\n"
                   "</body>\n</html>\n", title, text);
}
