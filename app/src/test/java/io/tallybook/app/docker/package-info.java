/** The files in docker/, checked without Docker. */
@NullMarked
package io.tallybook.app.docker;

import org.jspecify.annotations.NullMarked;
