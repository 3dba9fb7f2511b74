/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What was written on the command line. */

#pragma once

#include "wb-portal.h"

G_BEGIN_DECLS

typedef struct
{
  char *db;               /* (owned) (nullable), as all below */
  char *listen;
  char *tls_cert;
  char *tls_key;
  char *rate_limit;
  char *public_url;
  gboolean behind_proxy;
  gboolean allow_loopback;
  gboolean renew;
  gboolean version;
  char *name;
  char *email;
  char *role;
  char *currency;
  char *language;
  char *lang;
  char *time_zone;
  char *secret_file;
  char *ca;
  char *store_id;
  GStrv words;            /* the command and what it is about */
} WbPortalCommand;

void       wb_portal_command_clear    (WbPortalCommand  *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbPortalCommand, wb_portal_command_clear)

gboolean   wb_portal_command_parse    (WbPortalCommand  *self,
                                       int               argc,
                                       char            **argv,
                                       GError          **error);
/* Refuses what was given but is not among @allowed ("name", "email", …, NULL-terminated). */
gboolean   wb_portal_command_allows   (const WbPortalCommand *self,
                                       const char *const     *allowed,
                                       GError               **error);

G_END_DECLS
