/** Who is calling: the key, its tenant, its environment. */
@NullMarked
package io.tallybook.api.auth;

import org.jspecify.annotations.NullMarked;
