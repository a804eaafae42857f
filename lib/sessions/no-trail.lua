-- Put before a script whose caller records nothing.
local function trail_moved() return false end
local function trail_write() end
