<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name>AimsPanel</name>
    <message>
        <source>全不选</source>
        <translation>None</translation>
    </message>
    <message>
        <source>全选</source>
        <translation>All</translation>
    </message>
    <message>
        <source>给谁用</source>
        <translation>For whom</translation>
    </message>
    <message>
        <source>只印本店</source>
        <translation>This store only</translation>
    </message>
    <message>
        <source>全部门店一起印…</source>
        <translation>For every store…</translation>
    </message>
    <message>
        <source>这个码</source>
        <translation>This code</translation>
    </message>
</context>
<context>
    <name>AskNote</name>
    <message>
        <source>记一条备注</source>
        <translation>Add a note</translation>
    </message>
    <message>
        <source>比如：喜欢靠窗，回车记下</source>
        <translation>e.g. likes the window; Enter keeps it</translation>
    </message>
</context>
<context>
    <name>AskReveal</name>
    <message>
        <source>为什么要看号码？会记下是谁、为什么</source>
        <translation>Why do you need the number? Who and why is written down</translation>
    </message>
    <message>
        <source>别的原因，回车显示号码</source>
        <translation>Another reason, Enter shows the number</translation>
    </message>
</context>
<context>
    <name>AskTable</name>
    <message>
        <source>坐哪一桌</source>
        <translation>Which table</translation>
    </message>
    <message>
        <source>桌号，回车入座</source>
        <translation>Table, Enter seats them</translation>
    </message>
    <message>
        <source>没有叫 {table} 的桌。再按一次回车就用它。</source>
        <translation>No table is called {table}. Press Enter again to use it.</translation>
    </message>
</context>
<context>
    <name>AskTaste</name>
    <message>
        <source>记一个口味</source>
        <translation>Add a taste</translation>
    </message>
    <message>
        <source>比如：花生，回车记下</source>
        <translation>e.g. peanuts; Enter keeps it</translation>
    </message>
</context>
<context>
    <name>CatchKey</name>
    <message>
        <source>按新的键</source>
        <translation>Press the new key</translation>
    </message>
</context>
<context>
    <name>EnrolScreen</name>
    <message>
        <source>正在登记</source>
        <translation>Enrolling</translation>
    </message>
    <message>
        <source>总部地址</source>
        <translation>Head office address</translation>
    </message>
    <message>
        <source>登记码</source>
        <translation>Enrolment code</translation>
    </message>
    <message>
        <source>店长给的一次性登记码</source>
        <translation>The one-time code from your manager</translation>
    </message>
    <message>
        <source>登记这台前台</source>
        <translation>Enrol this desk</translation>
    </message>
    <message>
        <source>接着同步</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>先停下</source>
        <translation>Stop for now</translation>
    </message>
    <message>
        <source>正在取回客人名册</source>
        <translation>Fetching the guest list</translation>
    </message>
    <message>
        <source>第一次用这台前台</source>
        <translation>First day of this desk</translation>
    </message>
    <message>
        <source>取好以后，断网也能认出每一位客人。</source>
        <translation>After that every guest is recognised, even with the cable out.</translation>
    </message>
    <message>
        <source>填总部地址和登记码，取回名册就能用。登记码问店长要。</source>
        <translation>Enter the head office address and the code your manager gives you.</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>为什么、身份、同意</source>
        <translation>Why, identities, consents</translation>
    </message>
    <message>
        <source>今天可以做</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>等级</source>
        <translation>Tier</translation>
    </message>
    <message>
        <source>客群</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>消费</source>
        <translation>Buying</translation>
    </message>
    <message>
        <source>私域</source>
        <translation>Private</translation>
    </message>
    <message>
        <source>为什么</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>身份</source>
        <translation>Known by</translation>
    </message>
    <message>
        <source>还没有</source>
        <translation>Nothing yet</translation>
    </message>
    <message>
        <source>同意</source>
        <translation>Consents</translation>
    </message>
    <message>
        <source>没有问过</source>
        <translation>Never asked</translation>
    </message>
</context>
<context>
    <name>GuestScreen</name>
    <message>
        <source>遮上</source>
        <translation>Mask</translation>
    </message>
    <message>
        <source>显示号码</source>
        <translation>Show number</translation>
    </message>
    <message>
        <source>记备注</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>记口味</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>KeysSection</name>
    <message>
        <source>都改回原来的</source>
        <translation>All as they were</translation>
    </message>
    <message>
        <source>点一个键，再按新的。字母和数字留给找客人。</source>
        <translation>Choose a key, then press the new one. Letters and digits are for finding guests.</translation>
    </message>
</context>
<context>
    <name>KeysView</name>
    <message>
        <source>直接输入就是找客人</source>
        <translation>Just type to find a guest</translation>
    </message>
    <message>
        <source>在卡片之间移动</source>
        <translation>Move between the cards</translation>
    </message>
    <message>
        <source>打开这位客人</source>
        <translation>Open this guest</translation>
    </message>
    <message>
        <source>关上、返回</source>
        <translation>Close, go back</translation>
    </message>
    <message>
        <source>我去迎接 VIP</source>
        <translation>I welcome the VIP</translation>
    </message>
    <message>
        <source>入座、换桌</source>
        <translation>Seat, or change table</translation>
    </message>
    <message>
        <source>登记到店，或登记是谁</source>
        <translation>Register an arrival or a name</translation>
    </message>
    <message>
        <source>这位客人的全部</source>
        <translation>Everything about this guest</translation>
    </message>
    <message>
        <source>记备注</source>
        <translation>Add a note</translation>
    </message>
    <message>
        <source>记口味、忌口、过敏</source>
        <translation>Add a taste, taboo or allergy</translation>
    </message>
    <message>
        <source>过号未到</source>
        <translation>No-show</translation>
    </message>
    <message>
        <source>离店</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>核对身份</source>
        <translation>Settle who is who</translation>
    </message>
    <message>
        <source>显示全部号码</source>
        <translation>Show the whole number</translation>
    </message>
    <message>
        <source>先别响</source>
        <translation>Stop the ringing for a minute</translation>
    </message>
    <message>
        <source>二维码：打印</source>
        <translation>Codes: print</translation>
    </message>
    <message>
        <source>二维码：存 PDF</source>
        <translation>Codes: save PDF</translation>
    </message>
    <message>
        <source>撤销上一步</source>
        <translation>Undo the last step</translation>
    </message>
    <message>
        <source>到下一个按钮</source>
        <translation>To the next button</translation>
    </message>
    <message>
        <source>全部按键</source>
        <translation>All keys</translation>
    </message>
</context>
<context>
    <name>MakePanel</name>
    <message>
        <source>怎么印</source>
        <translation>How it is printed</translation>
    </message>
    <message>
        <source>大字</source>
        <translation>Headline</translation>
    </message>
    <message>
        <source>小字</source>
        <translation>Second line</translation>
    </message>
    <message>
        <source>纸上用中文</source>
        <translation>Chinese on paper</translation>
    </message>
    <message>
        <source>纸上用英文</source>
        <translation>English on paper</translation>
    </message>
    <message>
        <source>存 PDF</source>
        <translation>Save PDF</translation>
    </message>
    <message>
        <source>存图片</source>
        <translation>Save pictures</translation>
    </message>
    <message>
        <source>模板</source>
        <translation>Template</translation>
    </message>
    <message>
        <source>文字</source>
        <translation>Words</translation>
    </message>
    <message>
        <source>标志和颜色</source>
        <translation>Logo and colour</translation>
    </message>
    <message>
        <source>打印前检查</source>
        <translation>Check before printing</translation>
    </message>
    <message>
        <source>换群、改文案不影响已经印出去的码。</source>
        <translation>What is printed outlives every change.</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>迎宾</source>
        <translation>Arrivals</translation>
    </message>
    <message>
        <source>对不上</source>
        <translation>Conflicts</translation>
    </message>
    <message>
        <source>二维码</source>
        <translation>Codes</translation>
    </message>
    <message>
        <source>群</source>
        <translation>Groups</translation>
    </message>
    <message>
        <source>印刷登记</source>
        <translation>Prints</translation>
    </message>
    <message>
        <source>未发出</source>
        <translation>Unsent</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
</context>
<context>
    <name>OutForm</name>
    <message>
        <source>少一份</source>
        <translation>One copy less</translation>
    </message>
    <message>
        <source>多一份</source>
        <translation>One copy more</translation>
    </message>
    <message>
        <source>文件名</source>
        <translation>File name</translation>
    </message>
    <message>
        <source>换文件夹…</source>
        <translation>Other folder…</translation>
    </message>
    <message>
        <source>每家门店一个文件</source>
        <translation>One file for each store</translation>
    </message>
    <message>
        <source>挂在哪里</source>
        <translation>Where it will hang</translation>
    </message>
    <message>
        <source>大门、收银台、等位区…</source>
        <translation>Door, till, waiting area…</translation>
    </message>
    <message>
        <source>挂在哪里（记进印刷登记）</source>
        <translation>Where it will hang (for the register)</translation>
    </message>
    <message>
        <source>清晰度</source>
        <translation>Sharpness</translation>
    </message>
    <message>
        <source>打印机</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>每页几份</source>
        <translation>Copies of each page</translation>
    </message>
    <message>
        <source>存到 {folder}</source>
        <translation>Into {folder}</translation>
    </message>
</context>
<context>
    <name>OutSheet</name>
    <message>
        <source>打印预览</source>
        <translation>Print preview</translation>
    </message>
    <message>
        <source>存 PDF</source>
        <translation>Save PDF</translation>
    </message>
    <message>
        <source>存图片</source>
        <translation>Save pictures</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>来前说的</source>
        <translation>Asked for</translation>
    </message>
    <message>
        <source>口味</source>
        <translation>Tastes</translation>
    </message>
    <message>
        <source>说什么</source>
        <translation>Say</translation>
    </message>
    <message>
        <source>做什么</source>
        <translation>Do</translation>
    </message>
    <message>
        <source>爱点</source>
        <translation>Often orders</translation>
    </message>
    <message>
        <source>最近</source>
        <translation>Last visits</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Notes</translation>
    </message>
</context>
<context>
    <name>Plurals</name>
    <message numerus="yes">
        <source>%n 桌</source>
        <translation>
            <numerusform>%n party</numerusform>
            <numerusform>%n parties</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 人</source>
        <translation>
            <numerusform>%n pax</numerusform>
            <numerusform>%n pax</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 人</source>
        <comment>staff</comment>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>下面还有 %n 桌 ↓</source>
        <translation>
            <numerusform>%n more below ↓</numerusform>
            <numerusform>%n more below ↓</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>在线 · 正在发 %n 条</source>
        <translation>
            <numerusform>Online · sending %n</numerusform>
            <numerusform>Online · sending %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>离线 · %n 条待发</source>
        <translation>
            <numerusform>Offline · %n unsent</numerusform>
            <numerusform>Offline · %n unsent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>来过 %n 次</source>
        <translation>
            <numerusform>%n visit</numerusform>
            <numerusform>%n visits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>一共来过 %n 次</source>
        <translation>
            <numerusform>%n visit in all</numerusform>
            <numerusform>%n visits in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 次</source>
        <translation>
            <numerusform>once</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>号码被看过 %n 次</source>
        <translation>
            <numerusform>The number was looked at %n time</numerusform>
            <numerusform>The number was looked at %n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>找到 %n 位</source>
        <translation>
            <numerusform>%n guest found</numerusform>
            <numerusform>%n guests found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 件待定</source>
        <translation>
            <numerusform>%n to settle</numerusform>
            <numerusform>%n to settle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>数据文件坏了，已放到一边并重建；救回 %n 条没发出的。</source>
        <translation>
            <numerusform>A damaged data file was set aside and made anew; %n unsent step was saved.</numerusform>
            <numerusform>A damaged data file was set aside and made anew; %n unsent steps were saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 张</source>
        <comment>tables</comment>
        <translation>
            <numerusform>%n table</numerusform>
            <numerusform>%n tables</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 个</source>
        <comment>campaigns</comment>
        <translation>
            <numerusform>%n campaign</numerusform>
            <numerusform>%n campaigns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 张</source>
        <comment>printed pieces</comment>
        <translation>
            <numerusform>%n piece</numerusform>
            <numerusform>%n pieces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 页</source>
        <comment>pages</comment>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 个码</source>
        <translation>
            <numerusform>%n code</numerusform>
            <numerusform>%n codes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>打印 %n 张</source>
        <translation>
            <numerusform>Print %n</numerusform>
            <numerusform>Print %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 页都能扫出来</source>
        <translation>
            <numerusform>%n page scans</numerusform>
            <numerusform>All %n pages scan</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>打印了 %n 张纸</source>
        <translation>
            <numerusform>%n sheet printed</numerusform>
            <numerusform>%n sheets printed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>存了 %n 张图片</source>
        <translation>
            <numerusform>%n picture saved</numerusform>
            <numerusform>%n pictures saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>约 %n 天</source>
        <translation>
            <numerusform>about %n day</numerusform>
            <numerusform>about %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>存了 %n 份 PDF</source>
        <translation>
            <numerusform>%n PDF saved</numerusform>
            <numerusform>%n PDFs saved</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>上一页</source>
        <translation>Page before</translation>
    </message>
    <message>
        <source>下一页</source>
        <translation>Next page</translation>
    </message>
    <message>
        <source>缩小</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>放大</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>实际大小</source>
        <translation>True size</translation>
    </message>
    <message>
        <source>整页</source>
        <translation>Whole page</translation>
    </message>
</context>
<context>
    <name>PrinterChoice</name>
    <message>
        <source>没有找到打印机。</source>
        <translation>No printer was found.</translation>
    </message>
    <message>
        <source>存成 PDF，到别处打印也一样大小。</source>
        <translation>A PDF prints elsewhere at the same size.</translation>
    </message>
    <message>
        <source>正在找打印机…</source>
        <translation>Looking for printers…</translation>
    </message>
</context>
<context>
    <name>RegisterForm</name>
    <message>
        <source>登记 {place} 这一桌</source>
        <translation>Who is party {place}?</translation>
    </message>
    <message>
        <source>登记这一桌</source>
        <translation>Who is this party?</translation>
    </message>
    <message>
        <source>登记到店客人</source>
        <translation>Register an arrival</translation>
    </message>
    <message>
        <source>怎么称呼</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>姓名，或 李女士</source>
        <translation>Name, or Ms Li</translation>
    </message>
    <message>
        <source>手机号</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>可以先不填</source>
        <translation>May stay empty</translation>
    </message>
    <message>
        <source>几位</source>
        <translation>Party of</translation>
    </message>
    <message>
        <source>人数</source>
        <translation>How many</translation>
    </message>
    <message>
        <source>桌号</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>不填就是排队</source>
        <translation>If they sit</translation>
    </message>
    <message>
        <source>要求</source>
        <translation>Wishes</translation>
    </message>
    <message>
        <source>儿童椅、靠窗、车位</source>
        <translation>High chair, window, parking</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>不登记了</source>
        <translation>Not now</translation>
    </message>
    <message>
        <source>断网也能登记，连上后自动发给总部。</source>
        <translation>Works with the cable out too; head office is told later.</translation>
    </message>
</context>
<context>
    <name>ScannerSection</name>
    <message>
        <source>回车</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>没有</source>
        <translation>none</translation>
    </message>
    <message>
        <source>{keys} 个字符，平均 {mean} 毫秒一个，最慢 {slowest} 毫秒，结尾：{ends}</source>
        <translation>{keys} characters, {mean} ms each on average, {slowest} ms the slowest, ends with: {ends}</translation>
    </message>
    <message>
        <source>有没有都行</source>
        <translation>With or without</translation>
    </message>
    <message>
        <source>快</source>
        <translation>Fast</translation>
    </message>
    <message>
        <source>一般</source>
        <translation>Usual</translation>
    </message>
    <message>
        <source>慢</source>
        <translation>Slow</translation>
    </message>
    <message>
        <source>最少几个字符</source>
        <translation>Least characters</translation>
    </message>
    <message>
        <source>前面加的字符</source>
        <translation>Characters before</translation>
    </message>
    <message>
        <source>后面加的字符</source>
        <translation>Characters after</translation>
    </message>
    <message>
        <source>试扫一下</source>
        <translation>Try a scan</translation>
    </message>
    <message>
        <source>扫完发什么键</source>
        <translation>Key after a scan</translation>
    </message>
    <message>
        <source>扫码枪有多快</source>
        <translation>How fast the scanner is</translation>
    </message>
    <message>
        <source>现在扫一个码：只看不记。</source>
        <translation>Scan a code now: it is only shown.</translation>
    </message>
    <message>
        <source>按“试扫一下”，再扫一个码，看看读到了什么。</source>
        <translation>Press &quot;Try a scan&quot;, then scan a code to see what is read.</translation>
    </message>
</context>
<context>
    <name>SearchPopup</name>
    <message>
        <source>没有找到 {query}</source>
        <translation>Nobody found for {query}</translation>
    </message>
    <message>
        <source>回车打开 · {key} 看全部</source>
        <translation>Enter opens · {key} everything</translation>
    </message>
    <message>
        <source>回车登记这位客人</source>
        <translation>Enter registers this guest</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>浅色</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>深色</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>跟随系统</source>
        <translation>As the system</translation>
    </message>
    <message>
        <source>标准</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>大</source>
        <translation>Large</translation>
    </message>
    <message>
        <source>特大</source>
        <translation>Largest</translation>
    </message>
    <message>
        <source>开</source>
        <translation>On</translation>
    </message>
    <message>
        <source>关</source>
        <translation>Off</translation>
    </message>
    <message>
        <source>常用</source>
        <translation>General</translation>
    </message>
    <message>
        <source>按键</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>扫码枪</source>
        <translation>Scanner</translation>
    </message>
    <message>
        <source>名字，记在每一步后面</source>
        <translation>Name, kept with every step</translation>
    </message>
    <message>
        <source>重新登记这台前台</source>
        <translation>Enrol this desk again</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>谁在前台</source>
        <translation>Who is at the desk</translation>
    </message>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>颜色</source>
        <translation>Colours</translation>
    </message>
    <message>
        <source>字的大小</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>声音</source>
        <translation>Sound</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>迎宾</source>
        <translation>Yingbin</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>今日到店</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>在店</source>
        <translation>Here</translation>
    </message>
    <message>
        <source>认出</source>
        <translation>Recognised</translation>
    </message>
    <message>
        <source>选</source>
        <translation>move</translation>
    </message>
    <message>
        <source>详情</source>
        <translation>open</translation>
    </message>
    <message>
        <source>迎接</source>
        <translation>welcome</translation>
    </message>
    <message>
        <source>入座</source>
        <translation>seat</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>register</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>undo</translation>
    </message>
    <message>
        <source>全部按键</source>
        <translation>all keys</translation>
    </message>
</context>
<context>
    <name>StudioRoom</name>
    <message>
        <source>二维码这一页打不开。别的照常用；请重新安装程序。</source>
        <translation>The page of codes cannot be opened. Everything else works; install the program again.</translation>
    </message>
    <message>
        <source>选</source>
        <translation>choose</translation>
    </message>
    <message>
        <source>翻页</source>
        <translation>pages</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>print</translation>
    </message>
    <message>
        <source>存 PDF</source>
        <translation>save PDF</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>back</translation>
    </message>
    <message>
        <source>全部按键</source>
        <translation>all keys</translation>
    </message>
</context>
<context>
    <name>StudioScreen</name>
    <message>
        <source>二维码</source>
        <translation>Codes</translation>
    </message>
</context>
<context>
    <name>StyleSection</name>
    <message>
        <source>占码 {percent} %</source>
        <translation>{percent} % of code</translation>
    </message>
    <message>
        <source>选标志…</source>
        <translation>Choose a logo…</translation>
    </message>
    <message>
        <source>标志 {name}</source>
        <translation>Logo {name}</translation>
    </message>
    <message>
        <source>不要标志</source>
        <translation>No logo</translation>
    </message>
    <message>
        <source>颜色</source>
        <translation>Colour</translation>
    </message>
    <message>
        <source>品牌色</source>
        <translation>Brand colour</translation>
    </message>
    <message>
        <source>码也用这个颜色</source>
        <translation>Code in it too</translation>
    </message>
    <message>
        <source>出血和裁切线</source>
        <translation>Bleed and marks</translation>
    </message>
</context>
<context>
    <name>TasteRow</name>
    <message>
        <source>回车记成：{kind}</source>
        <translation>Enter: {kind}</translation>
    </message>
</context>
<context>
    <name>Tastes</name>
    <message>
        <source>口味</source>
        <translation>Tastes</translation>
    </message>
    <message>
        <source>还没有口味，问一句忌口</source>
        <translation>No tastes yet, ask what to avoid</translation>
    </message>
    <message>
        <source>去掉过</source>
        <translation>Taken off</translation>
    </message>
    <message>
        <source>爱点</source>
        <translation>Orders often</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>经过</source>
        <translation>History</translation>
    </message>
    <message>
        <source>拆开这次合并</source>
        <translation>Undo this merge</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>顶栏</source>
        <translation>Top bar</translation>
    </message>
    <message>
        <source>找客人</source>
        <translation>Find a guest</translation>
    </message>
    <message>
        <source>直接输入：手机尾号 / 姓名 / 桌号 / 排队号</source>
        <translation>Just type: phone tail / name / table / ticket</translation>
    </message>
    <message>
        <source>迎宾</source>
        <translation>Yingbin</translation>
    </message>
</context>
<context>
    <name>UnsentRows</name>
    <message>
        <source>等着发给总部，不用管</source>
        <translation>Waits for head office; nothing to do</translation>
    </message>
</context>
<context>
    <name>UnsentScreen</name>
    <message>
        <source>未发出</source>
        <translation>Unsent</translation>
    </message>
    <message>
        <source>再发一次</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>放弃这一条</source>
        <translation>Give it up</translation>
    </message>
    <message>
        <source>都发出去了，没有要处理的。</source>
        <translation>Everything was sent. Nothing to mend.</translation>
    </message>
</context>
<context>
    <name>act</name>
    <message>
        <source>{name}：已有人去迎接</source>
        <translation>{name}: being welcomed</translation>
    </message>
    <message>
        <source>{name} 入座 {table}</source>
        <translation>{name} seated at {table}</translation>
    </message>
    <message>
        <source>{name} 过号未到</source>
        <translation>{name} did not show up</translation>
    </message>
    <message>
        <source>{name} 已离店</source>
        <translation>{name} has left</translation>
    </message>
    <message>
        <source>已记下：{name}</source>
        <translation>Noted for {name}</translation>
    </message>
    <message>
        <source>{name}：{taste}</source>
        <translation>{name}: {taste}</translation>
    </message>
    <message>
        <source>{name}：去掉 {tag}</source>
        <translation>{name}: {tag} taken off</translation>
    </message>
    <message>
        <source>看了 {name} 的号码，已记下</source>
        <translation>Looked at {name}&apos;s number, written down</translation>
    </message>
    <message>
        <source>{name}：合并已拆开</source>
        <translation>{name}: merge undone</translation>
    </message>
    <message>
        <source>已登记 {name}</source>
        <translation>{name} registered</translation>
    </message>
    <message>
        <source>已登记</source>
        <translation>Registered</translation>
    </message>
    <message>
        <source>已撤销：{said}</source>
        <translation>Undone: {said}</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>没有可以撤销的</source>
        <translation>Nothing to undo</translation>
    </message>
    <message>
        <source>没有办成，什么都没写。再试一次；还不行就找技术。</source>
        <translation>It did not work and nothing was written. Try again; if it stays, call support.</translation>
    </message>
    <message>
        <source>没有办成：{reason}</source>
        <translation>It did not work: {reason}</translation>
    </message>
    <message>
        <source>还没有选桌。先输入桌号。</source>
        <translation>No table yet. Type the table first.</translation>
    </message>
    <message>
        <source>{text} 不像手机号。检查一下，或先留空。</source>
        <translation>{text} is no phone number. Check it, or leave it empty.</translation>
    </message>
    <message>
        <source>备注要 1 到 {limit} 个字。</source>
        <translation>A note has 1 to {limit} characters.</translation>
    </message>
    <message>
        <source>要写为什么，1 到 {limit} 个字。</source>
        <translation>Say why, in 1 to {limit} characters.</translation>
    </message>
    <message>
        <source>这件事由店长定。请店长在这台前台再做一次。</source>
        <translation>This is for the manager to decide. Ask them to do it again at this desk.</translation>
    </message>
    <message>
        <source>别处已经定过，定的不一样。以先定的为准；要改，先重新打开。</source>
        <translation>It was settled otherwise elsewhere. The first decision stands; to change it, reopen it first.</translation>
    </message>
    <message>
        <source>这一条已经对上了，不用再定。</source>
        <translation>This one has sorted itself out; there is nothing to decide.</translation>
    </message>
    <message>
        <source>总部没有这一条了。</source>
        <translation>HQ no longer has this one.</translation>
    </message>
    <message>
        <source>另一边的人总部还不认识，没有可以合并的。</source>
        <translation>HQ does not know the other side yet; there is nobody to merge with.</translation>
    </message>
    <message>
        <source>账单或号码已经归了别人，这一条定不了。</source>
        <translation>The bill or the number is somebody else&apos;s by now; this cannot be settled.</translation>
    </message>
    <message>
        <source>要留下的客人不在这一条的两边。</source>
        <translation>The guest to keep is on neither side of this one.</translation>
    </message>
    <message>
        <source>合并要选两位不同的客人。</source>
        <translation>Choose two different guests to merge.</translation>
    </message>
    <message>
        <source>这两位已经合并过了。</source>
        <translation>These two are merged already.</translation>
    </message>
    <message>
        <source>总部没有这次合并。</source>
        <translation>HQ knows no such merge.</translation>
    </message>
    <message>
        <source>这次合并已经拆开。要合并，重新再做一次。</source>
        <translation>This merge was undone. To merge them, do it again.</translation>
    </message>
    <message>
        <source>口味要 1 到 {limit} 个字。</source>
        <translation>A taste has 1 to {limit} characters.</translation>
    </message>
    <message>
        <source>总部没有这位客人了。重新查一下再记。</source>
        <translation>Head office no longer has this guest. Search again, then write it down.</translation>
    </message>
    <message>
        <source>这一桌已经不在了。</source>
        <translation>This party is no longer there.</translation>
    </message>
    <message>
        <source>这台前台还没有登记到门店。先登记。</source>
        <translation>This desk belongs to no store yet. Enrol it first.</translation>
    </message>
    <message>
        <source>磁盘满了，这一步没有记下。腾出空间后再做一次。</source>
        <translation>The disk is full; this step was not kept. Make room, then do it again.</translation>
    </message>
    <message>
        <source>数据被别的程序占用，这一步没有记下。稍后再做一次。</source>
        <translation>Another program holds the data; this step was not kept. Do it again in a moment.</translation>
    </message>
    <message>
        <source>数据来自更新的版本。请安装新版再打开。</source>
        <translation>The data is from a newer version. Install that version first.</translation>
    </message>
    <message>
        <source>打不开数据文件夹 {folder}。里面记下的都没有动。请找技术运行 yingbin doctor。</source>
        <translation>The data folder {folder} cannot be opened. Nothing in it was touched. Have a technician run yingbin doctor.</translation>
    </message>
    <message>
        <source>磁盘满了，打不开。里面记下的都在：腾出空间，再打开一次。</source>
        <translation>The disk is full: Yingbin cannot open. Nothing is lost: make room, then open it again.</translation>
    </message>
    <message>
        <source>数据文件夹 {folder} 读得太慢。里面记下的都在，再打开一次；还不行就找技术运行 yingbin doctor。</source>
        <translation>The data folder {folder} is too slow. Nothing in it is lost: open Yingbin again, or have a technician run yingbin doctor.</translation>
    </message>
    <message>
        <source>这台电脑上已经开着一个迎宾。</source>
        <translation>Yingbin is already open on this computer.</translation>
    </message>
    <message>
        <source>程序正在退出，这一步没有记下。</source>
        <translation>The program is closing; this step was not kept.</translation>
    </message>
    <message>
        <source>没有这个登记码。检查一下，或请店长再要一个。</source>
        <translation>There is no such code. Check it, or ask your manager for another.</translation>
    </message>
    <message>
        <source>这个登记码用过了。请店长再要一个。</source>
        <translation>This code was used before. Ask your manager for another.</translation>
    </message>
    <message>
        <source>登记码过期了。请店长再要一个。</source>
        <translation>The code has expired. Ask your manager for another.</translation>
    </message>
    <message>
        <source>{url} 不是总部地址，要像 http://hq.example:8000。</source>
        <translation>{url} is no head office address; it looks like http://hq.example:8000.</translation>
    </message>
    <message>
        <source>还有给原来门店的记录没发出。先连上原来的总部发完。</source>
        <translation>Steps for the former store are still unsent. Connect to its head office first.</translation>
    </message>
    <message>
        <source>这是在 {store} 店做的，不能替它再发。到那家店重做，再放弃这一条。</source>
        <translation>This was done at store {store} and cannot be sent for it from here. Do it again there, then discard this one.</translation>
    </message>
    <message>
        <source>连不上总部。检查地址和网线，再试一次。</source>
        <translation>Head office cannot be reached. Check the address and the cable, then try again.</translation>
    </message>
    <message>
        <source>总部没有回应。稍后再试一次。</source>
        <translation>Head office does not answer. Try again in a moment.</translation>
    </message>
    <message>
        <source>线路断了，没有收到总部的回答。再试一次。</source>
        <translation>The line broke before head office answered. Try again.</translation>
    </message>
    <message>
        <source>这台电脑不信任总部的证书。检查电脑的日期和时间，再试一次。</source>
        <translation>This computer does not trust head office’s certificate. Check its date and time, then try again.</translation>
    </message>
    <message>
        <source>这个地址回答的不是总部。要登录的网络先登录，再检查地址。</source>
        <translation>What answers at this address is not head office. Log in to the network where it asks for that, then check the address.</translation>
    </message>
    <message>
        <source>总部出了问题。稍后再试一次。</source>
        <translation>Head office has a problem. Try again later.</translation>
    </message>
    <message>
        <source>版本太旧，总部不再支持。请更新程序。</source>
        <translation>This version is too old for head office. Update the program.</translation>
    </message>
    <message>
        <source>数据文件读不了或写不了，这一步没有记下。请找技术。</source>
        <translation>The data files cannot be read or written; this step was not recorded. Ask your technician.</translation>
    </message>
    <message>
        <source>迎接 VIP</source>
        <translation>Welcome the VIP</translation>
    </message>
    <message>
        <source>入座 {table}</source>
        <translation>Seat at {table}</translation>
    </message>
    <message>
        <source>过号未到</source>
        <translation>No-show</translation>
    </message>
    <message>
        <source>离店</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>登记 {name}</source>
        <translation>Register {name}</translation>
    </message>
    <message>
        <source>备注：{text}</source>
        <translation>Note: {text}</translation>
    </message>
    <message>
        <source>去掉口味 {tag}</source>
        <translation>Take off {tag}</translation>
    </message>
    <message>
        <source>看号码：{reason}</source>
        <translation>Number shown: {reason}</translation>
    </message>
    <message>
        <source>拆开合并</source>
        <translation>Undo merge</translation>
    </message>
    <message>
        <source>合并客人</source>
        <translation>Merge guests</translation>
    </message>
    <message>
        <source>定客人身份</source>
        <translation>Settle who the guest is</translation>
    </message>
    <message>
        <source>重新打开对不上的一条</source>
        <translation>Reopen a mismatch</translation>
    </message>
    <message>
        <source>总部没有接受：{reason}</source>
        <translation>Head office refused: {reason}</translation>
    </message>
</context>
<context>
    <name>alert</name>
    <message>
        <source>我来迎接</source>
        <translation>I welcome them</translation>
    </message>
    <message>
        <source>静音 1 分钟</source>
        <translation>Mute 1 minute</translation>
    </message>
    <message>
        <source>已静音</source>
        <translation>Muted</translation>
    </message>
    <message>
        <source>到了 {time}</source>
        <translation>Here {time}</translation>
    </message>
    <message>
        <source>刚到</source>
        <translation>Just came</translation>
    </message>
    <message>
        <source>VIP 经理 {name}</source>
        <translation>VIP manager {name}</translation>
    </message>
    <message>
        <source>{time} 没人迎接</source>
        <translation>Nobody came for {time}</translation>
    </message>
    <message>
        <source>已通知 {people}</source>
        <translation>Told {people}</translation>
    </message>
    <message>
        <source>请叫 {people}</source>
        <translation>Call {people}</translation>
    </message>
    <message>
        <source>店长 {name}</source>
        <translation>store manager {name}</translation>
    </message>
    <message>
        <source>{time} 没人迎接，已通知 {people}</source>
        <translation>{time} nobody had come; told {people}</translation>
    </message>
    <message>
        <source>门店没有登记店长，请值班的去</source>
        <translation>No manager in the staff file: whoever is on duty goes</translation>
    </message>
    <message>
        <source>还有 VIP：{people}</source>
        <translation>More VIPs: {people}</translation>
    </message>
    <message>
        <source>VIP 没人迎接</source>
        <translation>VIP: nobody came</translation>
    </message>
    <message>
        <source>VIP 到店</source>
        <translation>VIP is here</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>board</name>
    <message>
        <source>来自总部</source>
        <translation>from HQ</translation>
    </message>
    <message>
        <source>排队</source>
        <translation>Queue</translation>
    </message>
    <message>
        <source>预约</source>
        <translation>Reserved</translation>
    </message>
    <message>
        <source>刚入座</source>
        <translation>Just seated</translation>
    </message>
    <message>
        <source>现在没有客人</source>
        <translation>Nobody here right now</translation>
    </message>
    <message>
        <source>有人取号、预约或扫桌码，马上出现在这里。</source>
        <translation>Whoever takes a ticket, reserves or scans a table appears here at once.</translation>
    </message>
    <message>
        <source>迎宾看板</source>
        <translation>Arrivals board</translation>
    </message>
</context>
<context>
    <name>card</name>
    <message>
        <source>普通</source>
        <translation>Regular</translation>
    </message>
    <message>
        <source>黄金</source>
        <translation>Gold</translation>
    </message>
    <message>
        <source>白金</source>
        <translation>Platinum</translation>
    </message>
    <message>
        <source>黑金</source>
        <translation>Black</translation>
    </message>
    <message>
        <source>新客</source>
        <translation>New</translation>
    </message>
    <message>
        <source>老客</source>
        <translation>Returning</translation>
    </message>
    <message>
        <source>正在查询</source>
        <translation>Being looked up</translation>
    </message>
    <message>
        <source>尾号 {tail}</source>
        <translation>…{tail}</translation>
    </message>
    <message>
        <source>过敏</source>
        <translation>Allergy</translation>
    </message>
    <message>
        <source>忌</source>
        <translation>No</translation>
    </message>
    <message>
        <source>少</source>
        <translation>Less</translation>
    </message>
    <message>
        <source>爱</source>
        <translation>Likes</translation>
    </message>
    <message>
        <source>还有 {time}</source>
        <translation>in {time}</translation>
    </message>
    <message>
        <source>过 {time}</source>
        <translation>{time} late</translation>
    </message>
    <message>
        <source>坐 {time}</source>
        <translation>{time}</translation>
    </message>
    <message>
        <source>叫号 {time}</source>
        <translation>called {time}</translation>
    </message>
    <message>
        <source>等 {time}</source>
        <translation>{time}</translation>
    </message>
    <message>
        <source>刚坐下</source>
        <translation>just now</translation>
    </message>
    <message>
        <source>刚叫号</source>
        <translation>just called</translation>
    </message>
    <message>
        <source>刚到</source>
        <translation>just now</translation>
    </message>
    <message>
        <source>{n} 分</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} 小时</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} 天</source>
        <translation>{n} days</translation>
    </message>
    <message>
        <source>问贵姓</source>
        <translation>Ask the name</translation>
    </message>
    <message>
        <source>问忌口</source>
        <translation>Ask diet</translation>
    </message>
    <message>
        <source>到桌问候</source>
        <translation>Greet at table</translation>
    </message>
    <message>
        <source>提醒后厨</source>
        <translation>Tell kitchen</translation>
    </message>
    <message>
        <source>{days} 天没来</source>
        <translation>{days} days away</translation>
    </message>
    <message>
        <source>第 {n} 次来</source>
        <translation>visit {n}</translation>
    </message>
    <message>
        <source>推荐 {dish}</source>
        <translation>Offer {dish}</translation>
    </message>
    <message>
        <source>券快到期</source>
        <translation>Coupon lapses</translation>
    </message>
    <message>
        <source>积分可换</source>
        <translation>Points to use</translation>
    </message>
    <message>
        <source>今天生日</source>
        <translation>Birthday today</translation>
    </message>
    <message>
        <source>刚过生日</source>
        <translation>Birthday just past</translation>
    </message>
    <message>
        <source>快过生日</source>
        <translation>Birthday soon</translation>
    </message>
    <message>
        <source>总部正在查这位客人</source>
        <translation>HQ is looking this guest up</translation>
    </message>
    <message>
        <source>问：贵姓？手机号？</source>
        <translation>Ask: name? phone?</translation>
    </message>
    <message>
        <source>问：忌口？第一次来？</source>
        <translation>Ask: allergies? first visit?</translation>
    </message>
    <message>
        <source>常点 {dishes}</source>
        <translation>Often {dishes}</translation>
    </message>
    <message>
        <source>还没有口味，问一句忌口</source>
        <translation>No tastes yet: ask</translation>
    </message>
    <message>
        <source>没办成，看未发出</source>
        <translation>Refused: see Unsent</translation>
    </message>
    <message>
        <source>去迎接</source>
        <translation>Welcome</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>入座</source>
        <translation>Seat</translation>
    </message>
    <message>
        <source>桌台有人</source>
        <translation>Table taken</translation>
    </message>
    <message>
        <source>没有这张桌</source>
        <translation>No such table</translation>
    </message>
    <message>
        <source>迟到的记录</source>
        <translation>Late record</translation>
    </message>
    <message>
        <source>手机号两个人用</source>
        <translation>Phone shared by two</translation>
    </message>
    <message>
        <source>身份对不上</source>
        <translation>Identity conflict</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>code</name>
    <message>
        <source>叫什么</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>店庆、早餐、外卖袋…</source>
        <translation>Anniversary, breakfast, takeaway bag…</translation>
    </message>
    <message>
        <source>算在哪个渠道</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>不填就同名</source>
        <translation>Empty: the same name</translation>
    </message>
    <message>
        <source>通到</source>
        <translation>Leads to</translation>
    </message>
    <message>
        <source>不填就进福利群；或 https:// 开头的网址</source>
        <translation>Empty: the store&apos;s group; or an address with https://</translation>
    </message>
    <message>
        <source>从哪天起能扫</source>
        <translation>Good from</translation>
    </message>
    <message>
        <source>年-月-日，不填就马上能</source>
        <translation>year-month-day; empty: at once</translation>
    </message>
    <message>
        <source>到哪天为止</source>
        <translation>Good until</translation>
    </message>
    <message>
        <source>年-月-日，不填就一直能</source>
        <translation>year-month-day; empty: for ever</translation>
    </message>
    <message>
        <source>断网也能做，马上能印。以后通到哪里随时能改，纸不用换。</source>
        <translation>Can be made offline and printed at once. Where it leads can change any time; the paper stays.</translation>
    </message>
    <message>
        <source>码本身不变，纸不用换。断网也能改，连上后自动发。</source>
        <translation>The code stays as it is, and so does the paper. Offline it is sent once the line is back.</translation>
    </message>
    <message>
        <source>先写叫什么，登记和统计都靠它认。</source>
        <translation>Name it first: the register and the figures know it by that.</translation>
    </message>
    <message>
        <source>看不懂从哪天起：写成 2026-12-01 这样，或者不填。</source>
        <translation>From which day? Write it like 2026-12-01, or leave it empty.</translation>
    </message>
    <message>
        <source>看不懂到哪天为止：写成 2026-12-31 这样，或者不填。</source>
        <translation>Until which day? Write it like 2026-12-31, or leave it empty.</translation>
    </message>
    <message>
        <source>还没开始就到期了：开始的那天要早于结束的那天。</source>
        <translation>It would end before it begins: the first day comes before the last.</translation>
    </message>
    <message>
        <source>这一天已经过了。要让它现在就扫不了，按 Esc 再停用这个码。</source>
        <translation>This day has passed. To end the code now, press Esc and retire it.</translation>
    </message>
    <message>
        <source>贴着的 {sheets}（{places}）</source>
        <translation>{sheets} that hang ({places})</translation>
    </message>
    <message>
        <source>印出去的 {sheets}</source>
        <translation>{sheets} in print</translation>
    </message>
    <message>
        <source>过了 {day}，{paper}扫了就没用了。真要这样，再按一次。</source>
        <translation>After {day}, {paper} would lead nowhere. Press once more to keep it so.</translation>
    </message>
    <message>
        <source>{day} 以前，{paper}扫了没用。真要这样，再按一次。</source>
        <translation>Before {day}, {paper} would lead nowhere. Press once more to keep it so.</translation>
    </message>
    <message>
        <source>{paper}现在起扫了就没用了。真要这样，再按一次。</source>
        <translation>From now on {paper} would lead nowhere. Press once more to keep it so.</translation>
    </message>
    <message>
        <source>真的这样改</source>
        <translation>Keep it so</translation>
    </message>
</context>
<context>
    <name>conflict</name>
    <message>
        <source>手机</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>身份</source>
        <translation>Identities</translation>
    </message>
    <message>
        <source>来过</source>
        <translation>Visits</translation>
    </message>
    <message>
        <source>上次</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>消费</source>
        <translation>Spent</translation>
    </message>
    <message>
        <source>口味</source>
        <translation>Tastes</translation>
    </message>
    <message>
        <source>爱点</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>{y} 年 {m} 月 {d} 日</source>
        <translation>{y}-{m}-{d}</translation>
    </message>
    <message>
        <source>客人身份对不上</source>
        <translation>Who is who?</translation>
    </message>
    <message>
        <source>没有对不上的</source>
        <translation>Nothing to settle</translation>
    </message>
    <message>
        <source>同一个手机号、账单或会员码牵出两个人时，会排在这里等店长定。</source>
        <translation>When one phone, bill or member code leads to two people, a manager settles it here.</translation>
    </message>
    <message>
        <source>没有人会被悄悄合并：由店长说了算，定错了可以撤销。</source>
        <translation>Nobody is merged silently: a manager decides, and can take it back.</translation>
    </message>
    <message>
        <source>一个手机号，两位客人</source>
        <translation>One phone, two guests</translation>
    </message>
    <message>
        <source>账单上的人对不上</source>
        <translation>A bill of two people</translation>
    </message>
    <message>
        <source>一次到店，两个身份</source>
        <translation>One visit, two identities</translation>
    </message>
    <message>
        <source>没有名字</source>
        <translation>No name</translation>
    </message>
    <message>
        <source>还不认识的人</source>
        <translation>Somebody unknown</translation>
    </message>
    <message>
        <source>{left} 和 {right}</source>
        <translation>{left} and {right}</translation>
    </message>
    <message>
        <source>会员号</source>
        <translation>Member no.</translation>
    </message>
    <message>
        <source>微信</source>
        <translation>WeChat</translation>
    </message>
    <message>
        <source>企业微信</source>
        <translation>WeCom</translation>
    </message>
    <message>
        <source>支付宝</source>
        <translation>Alipay</translation>
    </message>
    <message>
        <source>手机号</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>手机号 {phone}</source>
        <translation>The phone {phone}</translation>
    </message>
    <message>
        <source>账单 {bill}</source>
        <translation>Bill {bill}</translation>
    </message>
    <message>
        <source>{kind} …{tail}</source>
        <translation>{kind} …{tail}</translation>
    </message>
    <message>
        <source>{what} 记在{left}名下，{right}也说是自己的。</source>
        <translation>{what} is {left}&apos;s; {right} says it is theirs too.</translation>
    </message>
    <message>
        <source>账单写的是{left}的编号，留的手机号却是{right}的。</source>
        <translation>The bill has {left}&apos;s number, but the phone is {right}&apos;s.</translation>
    </message>
    <message>
        <source>账单写的是{left}的编号，留的却是另一个人的姓名和手机号，总部还不认识。</source>
        <translation>The bill has {left}&apos;s number, but the name and phone of somebody head office does not know.</translation>
    </message>
    <message>
        <source>同一次到店报了两位客人的身份：{what} 是{left}的，其余指向{right}。</source>
        <translation>One visit named two guests: {what} is {left}&apos;s, the rest leads to {right}.</translation>
    </message>
    <message>
        <source>是同一个人，合并</source>
        <translation>One person: merge</translation>
    </message>
    <message>
        <source>留下{name}，两边的记录都归到这里。</source>
        <translation>{name} stays, with the records of both.</translation>
    </message>
    <message>
        <source>两个人，号码还是{name}的</source>
        <translation>Two people, phone: {name}</translation>
    </message>
    <message>
        <source>什么都不动。</source>
        <translation>Nothing changes.</translation>
    </message>
    <message>
        <source>号码改到{name}名下。</source>
        <translation>The phone goes to {name}.</translation>
    </message>
    <message>
        <source>两个人，这单算{name}的</source>
        <translation>Two people, bill: {name}</translation>
    </message>
    <message>
        <source>账单改到{name}名下。</source>
        <translation>The bill goes to {name}.</translation>
    </message>
    <message>
        <source>两个人，身份还是{name}的</source>
        <translation>Two people, identity: {name}</translation>
    </message>
    <message>
        <source>身份改到{name}名下。</source>
        <translation>The identity goes to {name}.</translation>
    </message>
    <message>
        <source>总部还不认识另一边的人，没有可以合并的。</source>
        <translation>Head office knows nobody on the other side to merge with.</translation>
    </message>
    <message>
        <source>合并了</source>
        <translation>Merged</translation>
    </message>
    <message>
        <source>两个人，没有动</source>
        <translation>Two people, nothing changed</translation>
    </message>
    <message>
        <source>两个人，归右边</source>
        <translation>Two people, to the right one</translation>
    </message>
    <message>
        <source>由店长定（{who}）。在设置里选上自己的名字再来。</source>
        <translation>A manager decides ({who}). Choose your name in the settings first.</translation>
    </message>
    <message>
        <source>先在设置里选“我是谁”。由店长定（{who}）。</source>
        <translation>Choose who you are in the settings. A manager decides ({who}).</translation>
    </message>
    <message>
        <source>已合并：{who}</source>
        <translation>Merged: {who}</translation>
    </message>
    <message>
        <source>已定是两个人：{who}</source>
        <translation>Settled, two people: {who}</translation>
    </message>
    <message>
        <source>重新打开了：{who}</source>
        <translation>Open again: {who}</translation>
    </message>
    <message>
        <source>单上姓名 {name}</source>
        <translation>name on it {name}</translation>
    </message>
    <message>
        <source>单上手机 {phone}</source>
        <translation>phone on it {phone}</translation>
    </message>
    <message>
        <source>左边</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>右边</source>
        <translation>Right</translation>
    </message>
    <message>
        <source>这位客人不在这台前台的名册里</source>
        <translation>Not in this desk’s roster</translation>
    </message>
    <message>
        <source>总部还不认识这个人</source>
        <translation>Head office does not know them</translation>
    </message>
    <message>
        <source>合并后留这位</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>备注（可不写）：比如，问过本人 [N]</source>
        <translation>Note (may stay empty), such as: asked them [N]</translation>
    </message>
    <message>
        <source>重新打开</source>
        <translation>Open again</translation>
    </message>
    <message>
        <source>在店 {place}</source>
        <translation>Here {place}</translation>
    </message>
</context>
<context>
    <name>group</name>
    <message>
        <source>客人扫码看到的</source>
        <translation>Guests see this one</translation>
    </message>
    <message>
        <source>下一个接上</source>
        <translation>Takes over next</translation>
    </message>
    <message>
        <source>备着</source>
        <translation>In reserve</translation>
    </message>
    <message>
        <source>满了</source>
        <translation>Full</translation>
    </message>
    <message>
        <source>群码过期了</source>
        <translation>Its code has lapsed</translation>
    </message>
    <message>
        <source>还没有群码</source>
        <translation>No way in yet</translation>
    </message>
    <message>
        <source>已关</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>群</source>
        <translation>Groups</translation>
    </message>
    <message>
        <source>换群、改文案不影响已经印出去的码。</source>
        <translation>Changing groups or words leaves printed codes as good as they are.</translation>
    </message>
    <message>
        <source>能进</source>
        <translation>Can be joined</translation>
    </message>
    <message>
        <source>{when} 过期</source>
        <translation>lapsed {when}</translation>
    </message>
    <message>
        <source>不到 1 小时就过期</source>
        <translation>under 1 h left</translation>
    </message>
    <message>
        <source>{hours} 小时后过期</source>
        <translation>{hours} h left</translation>
    </message>
    <message>
        <source>{days} 天后过期</source>
        <translation>{days} d left</translation>
    </message>
    <message>
        <source>{m} 月 {d} 日</source>
        <translation>{d}/{m}</translation>
    </message>
    <message>
        <source>还剩 {left} 位</source>
        <translation>Places left: {left}</translation>
    </message>
    <message>
        <source>约几小时</source>
        <translation>a few hours</translation>
    </message>
    <message>
        <source>约半天</source>
        <translation>about half a day</translation>
    </message>
    <message>
        <source>还没有群</source>
        <translation>No group yet</translation>
    </message>
    <message>
        <source>没有能进的群</source>
        <translation>No group can be joined</translation>
    </message>
    <message>
        <source>{kind}没有能进的群了，客人扫码进不来：请马上加一个新群，或换上新的群码。</source>
        <translation>{kind}: no group can be joined, guests who scan meet none. Add a group now, or give one a new code.</translation>
    </message>
    <message>
        <source>{kind}的群码 {when} 过期：请在企业微信存一张新的群码，换到这里。</source>
        <translation>{kind}: the group&apos;s code lapses {when}. Save a new one in WeCom and put it here.</translation>
    </message>
    <message>
        <source>，{about}</source>
        <translation>, {about}</translation>
    </message>
    <message>
        <source>{kind}还剩 {left} 位{about}：请加一个新群。</source>
        <translation>{kind}, places left: {left}{about}. Please add a group.</translation>
    </message>
    <message>
        <source>去看</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>没有码通到兴趣群：由店员把客人拉进来。</source>
        <translation>No code leads to groups of interest: staff bring guests in.</translation>
    </message>
    <message>
        <source>现在客人扫码看到：{name}</source>
        <translation>Guests who scan see: {name}</translation>
    </message>
    <message>
        <source>快满时自动换成：{name}</source>
        <translation>Before it is full, this takes over: {name}</translation>
    </message>
    <message>
        <source>后面没有备着的群。</source>
        <translation>No group is in reserve.</translation>
    </message>
    <message>
        <source>还没有{kind}。加一个，客人扫码就能进。</source>
        <translation>{kind}: none yet. Add one, and guests who scan get in.</translation>
    </message>
    <message>
        <source>通到这里的码还没有印出去。</source>
        <translation>No code that leads here was printed yet.</translation>
    </message>
    <message>
        <source>印出去的码通到这里：{sheets}，换群照样能用。</source>
        <translation>Printed codes lead here: {sheets}. They stay good whatever changes here.</translation>
    </message>
    <message>
        <source>印出去的码通到这里：{sheets}（{places}），换群照样能用。</source>
        <translation>Printed codes lead here: {sheets} ({places}). They stay good whatever changes here.</translation>
    </message>
    <message>
        <source>加一个新群</source>
        <translation>Add a group</translation>
    </message>
    <message>
        <source>近 7 天 · 每个码</source>
        <translation>Last 7 days · by code</translation>
    </message>
    <message>
        <source>扫码</source>
        <translation>Scans</translation>
    </message>
    <message>
        <source>人</source>
        <translation>People</translation>
    </message>
    <message>
        <source>加好友</source>
        <translation>Added</translation>
    </message>
    <message>
        <source>入群</source>
        <translation>Joined</translation>
    </message>
    <message>
        <source>近 7 天 · 数到 {when}</source>
        <translation>Last 7 days · as of {when}</translation>
    </message>
    <message>
        <source>近 7 天还没有人扫这些码。</source>
        <translation>Nobody scanned these codes in the last 7 days.</translation>
    </message>
    <message>
        <source>各码合计（扫两个码算两次）</source>
        <translation>All codes (two codes count twice)</translation>
    </message>
    <message>
        <source>存疑（没有算进来）</source>
        <translation>Doubtful (not counted)</translation>
    </message>
    <message>
        <source>群和码由店长改：{names}。请店长在设置里选上自己的名字。</source>
        <translation>Managers change groups and codes: {names}. A manager chooses their name in Settings first.</translation>
    </message>
    <message>
        <source>新的{kind}</source>
        <translation>New: {kind}</translation>
    </message>
    <message>
        <source>群名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>和企业微信里一样</source>
        <translation>As in WeCom</translation>
    </message>
    <message>
        <source>上限</source>
        <translation>Places</translation>
    </message>
    <message>
        <source>200 或 500</source>
        <translation>200 or 500</translation>
    </message>
    <message>
        <source>现有人数</source>
        <translation>Members now</translation>
    </message>
    <message>
        <source>不填就按总部算的</source>
        <translation>As HQ counts</translation>
    </message>
    <message>
        <source>入群链接</source>
        <translation>Link to join</translation>
    </message>
    <message>
        <source>从企业微信复制，https:// 开头；有图可不填</source>
        <translation>Copied from WeCom, begins with https://; not needed with a picture</translation>
    </message>
    <message>
        <source>企业微信群 ID</source>
        <translation>WeCom group ID</translation>
    </message>
    <message>
        <source>wr 开头的一串，可不填</source>
        <translation>begins with wr; optional</translation>
    </message>
    <message>
        <source>有效到</source>
        <translation>Good until</translation>
    </message>
    <message>
        <source>年-月-日，不填就是一直有效</source>
        <translation>Year-month-day; empty: for ever</translation>
    </message>
    <message>
        <source>哪一种</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>群二维码的图</source>
        <translation>Picture of the group&apos;s code</translation>
    </message>
    <message>
        <source>选图片</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>粘贴</source>
        <translation>Paste</translation>
    </message>
    <message>
        <source>把图拖到这里，或选文件、粘贴。</source>
        <translation>Drop the picture here, choose a file, or paste.</translation>
    </message>
    <message>
        <source>正在试扫…</source>
        <translation>Trying to scan it…</translation>
    </message>
    <message>
        <source>总部存着一张，扫出来是 {text}</source>
        <translation>HQ holds one; it says {text}</translation>
    </message>
    <message>
        <source>扫得出：{text}</source>
        <translation>It scans: {text}</translation>
    </message>
    <message>
        <source>剪贴板里没有图片。先在企业微信里复制群二维码。</source>
        <translation>There is no picture to paste. Copy the group&apos;s code in WeCom first.</translation>
    </message>
    <message>
        <source>7 天</source>
        <translation>7 days</translation>
    </message>
    <message>
        <source>30 天</source>
        <translation>30 days</translation>
    </message>
    <message>
        <source>一直有效</source>
        <translation>For ever</translation>
    </message>
    <message>
        <source>企业微信的群码图 7 天就失效。</source>
        <translation>WeCom&apos;s picture of a group&apos;s code lapses in 7 days.</translation>
    </message>
    <message>
        <source>加上这个群</source>
        <translation>Add this group</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>重新打开</source>
        <translation>Open again</translation>
    </message>
    <message>
        <source>关掉这个群</source>
        <translation>Close this group</translation>
    </message>
    <message>
        <source>不改了</source>
        <translation>Never mind</translation>
    </message>
    <message>
        <source>没填，人数不会自动计</source>
        <translation>None: members are not counted by themselves</translation>
    </message>
    <message>
        <source>总部按它自动数谁进群、谁退群。这个群就是用它建的，不能改。</source>
        <translation>HQ counts who joins and leaves by it. The group was made with it, so it stays.</translation>
    </message>
    <message>
        <source>总部靠它自动数谁进群、谁退群。是企业微信接口里的 chat_id，问管接口的同事；以后填也行。</source>
        <translation>By it HQ counts who joins and leaves. It is WeCom&apos;s chat_id: ask whoever keeps the WeCom interface, now or later.</translation>
    </message>
    <message>
        <source>现在的图到 {before}，新的只到 {now}，换了就换不回来。真要换，再按一次。</source>
        <translation>The picture here lasts until {before}, the new one only until {now}, and the old one cannot be brought back. Press once more to replace it.</translation>
    </message>
    <message>
        <source>现在的图一直有效，新的只到 {now}，换了就换不回来。真要换，再按一次。</source>
        <translation>The picture here lasts for ever, the new one only until {now}, and the old one cannot be brought back. Press once more to replace it.</translation>
    </message>
    <message>
        <source>真的换图</source>
        <translation>Replace it</translation>
    </message>
    <message>
        <source>先写群名，店员和客人靠它认。</source>
        <translation>Give it a name first: staff and guests know it by that.</translation>
    </message>
    <message>
        <source>上限要在 1 到 500 之间。</source>
        <translation>Places: from 1 to 500.</translation>
    </message>
    <message>
        <source>人数要在 0 到 500 之间。</source>
        <translation>Members: from 0 to 500.</translation>
    </message>
    <message>
        <source>还要入群链接或群二维码的图，不然客人进不来。</source>
        <translation>It needs a link or a picture of its code, or guests cannot get in.</translation>
    </message>
    <message>
        <source>看不懂有效期：写成 2026-12-01 这样。</source>
        <translation>That is no date: write it like 2026-12-01.</translation>
    </message>
    <message>
        <source>企业微信的群码图会过期，不能一直有效：写上有效期，或改用入群链接。</source>
        <translation>A WeCom picture lapses and is not good for ever: write until when, or use a link to join.</translation>
    </message>
    <message>
        <source>有效期已经过了：换一张新的群码，再选有效期。</source>
        <translation>That date has passed: take a new picture of the code, then choose how long it is good.</translation>
    </message>
    <message>
        <source>群 ID 是企业微信给的一串字母和数字，中间没有空格；不知道就不填。</source>
        <translation>The ID is what WeCom gives: letters and digits without blanks. Leave it empty if you do not know it.</translation>
    </message>
    <message>
        <source>「{name}」已经用了这个群 ID：改那个群就行。</source>
        <translation>“{name}” has this ID already: change that group instead.</translation>
    </message>
    <message>
        <source>图还在试扫，等一下再保存。</source>
        <translation>The picture is still being tried; save in a moment.</translation>
    </message>
</context>
<context>
    <name>guest</name>
    <message>
        <source>{date}起</source>
        <translation>since {date}</translation>
    </message>
    <message>
        <source>{since}，之前{tier}</source>
        <translation>{since}, {tier} before</translation>
    </message>
    <message>
        <source>规则 {version}</source>
        <translation>policy {version}</translation>
    </message>
    <message>
        <source>低消费新客</source>
        <translation>New, spends little</translation>
    </message>
    <message>
        <source>中消费新客</source>
        <translation>New, spends well</translation>
    </message>
    <message>
        <source>高消费新客</source>
        <translation>New, spends much</translation>
    </message>
    <message>
        <source>低消费老客</source>
        <translation>Regular, spends little</translation>
    </message>
    <message>
        <source>中消费老客</source>
        <translation>Regular, spends well</translation>
    </message>
    <message>
        <source>高消费老客</source>
        <translation>Regular, spends much</translation>
    </message>
    <message>
        <source>{n} 天内第一次来</source>
        <translation>first came within {n} days</translation>
    </message>
    <message>
        <source>第一次来在 {n} 天以前</source>
        <translation>first came over {n} days ago</translation>
    </message>
    <message>
        <source>近 {n} 天消费 ¥{yuan}</source>
        <translation>¥{yuan} in {n} days</translation>
    </message>
    <message>
        <source>还没买过单</source>
        <translation>No bill yet</translation>
    </message>
    <message>
        <source>邀请再来，送见面礼</source>
        <translation>Invite with a gift</translation>
    </message>
    <message>
        <source>买过一次单</source>
        <translation>One bill</translation>
    </message>
    <message>
        <source>多问需要，先不推活动</source>
        <translation>Ask what they need, promote nothing yet</translation>
    </message>
    <message>
        <source>买过 {n} 次单</source>
        <translation>{n} bills</translation>
    </message>
    <message>
        <source>可以介绍活动</source>
        <translation>Promotions may be offered</translation>
    </message>
    <message>
        <source>问过加盟</source>
        <translation>Asked about a franchise</translation>
    </message>
    <message>
        <source>只由人来谈，不推任何活动</source>
        <translation>Personal care only, no promotions</translation>
    </message>
    <message>
        <source>私域客人</source>
        <translation>Private guest</translation>
    </message>
    <message>
        <source>还不是私域客人</source>
        <translation>Not a private guest yet</translation>
    </message>
    <message>
        <source>近 {days} 天来 {visits} 次 · 推荐 {n} 次</source>
        <translation>{visits} visits in {days} days · recommended {n}×</translation>
    </message>
    <message>
        <source>还没有算过</source>
        <translation>Not worked out yet</translation>
    </message>
    <message>
        <source>会员号</source>
        <translation>Member no.</translation>
    </message>
    <message>
        <source>微信 unionid</source>
        <translation>WeChat unionid</translation>
    </message>
    <message>
        <source>企业微信</source>
        <translation>WeCom</translation>
    </message>
    <message>
        <source>微信 openid</source>
        <translation>WeChat openid</translation>
    </message>
    <message>
        <source>支付宝</source>
        <translation>Alipay</translation>
    </message>
    <message>
        <source>手机号</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>群发消息</source>
        <translation>Mass messages</translation>
    </message>
    <message>
        <source>朋友圈</source>
        <translation>Moments</translation>
    </message>
    <message>
        <source>打电话</source>
        <translation>Calls</translation>
    </message>
    <message>
        <source>按喜好推荐</source>
        <translation>Profiling</translation>
    </message>
    <message>
        <source>同意</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>不同意</source>
        <translation>no</translation>
    </message>
    <message>
        <source>送上祝福</source>
        <translation>Wish them well</translation>
    </message>
    <message>
        <source>券快到期：{name}</source>
        <translation>Coupon lapses: {name}</translation>
    </message>
    <message>
        <source>{n} 积分可以兑换</source>
        <translation>{n} points to redeem</translation>
    </message>
    <message>
        <source>问要不要今天用</source>
        <translation>Ask whether to use them today</translation>
    </message>
    <message>
        <source>今天生日</source>
        <translation>Birthday today</translation>
    </message>
    <message>
        <source>生日还有 {n} 天</source>
        <translation>Birthday: {n} d to go</translation>
    </message>
    <message>
        <source>生日刚过 {n} 天</source>
        <translation>Birthday: {n} d ago</translation>
    </message>
    <message>
        <source>今天最后一天</source>
        <translation>last day today</translation>
    </message>
    <message>
        <source>{date}到期，还有 {n} 天</source>
        <translation>until {date}, {n} d left</translation>
    </message>
    <message>
        <source>问过加盟的客人，不提积分和券</source>
        <translation>Asked about a franchise: no points, no coupons</translation>
    </message>
    <message>
        <source>VIP 经理 {name}</source>
        <translation>VIP manager {name}</translation>
    </message>
    <message>
        <source>又名 {names}</source>
        <translation>also {names}</translation>
    </message>
    <message>
        <source>还没来过</source>
        <translation>never came</translation>
    </message>
    <message>
        <source>生日 {m} 月 {d} 日</source>
        <translation>born {m}/{d}</translation>
    </message>
    <message>
        <source>打电话叫号</source>
        <translation>Call them in</translation>
    </message>
    <message>
        <source>核对是不是本人</source>
        <translation>Check who it is</translation>
    </message>
    <message>
        <source>送还物品</source>
        <translation>Return something lost</translation>
    </message>
    <message>
        <source>处理投诉</source>
        <translation>Settle a complaint</translation>
    </message>
    <message>
        <source>看号码要记下是谁：先在设置里选“我是谁”。</source>
        <translation>Who looks is written down: first say who you are, in the settings.</translation>
    </message>
    <message>
        <source>{n} 秒后遮上</source>
        <translation>masked in {n} s</translation>
    </message>
    <message>
        <source>正在向总部取更早的…</source>
        <translation>Asking HQ for older entries…</translation>
    </message>
    <message>
        <source>正在向总部取全部经过…</source>
        <translation>Asking HQ for the whole history…</translation>
    </message>
    <message>
        <source>总部那边还没有这位客人的经过</source>
        <translation>HQ has no history of this guest yet</translation>
    </message>
    <message>
        <source>离线，更早的现在看不到</source>
        <translation>Offline: older entries cannot be seen now</translation>
    </message>
    <message>
        <source>离线，只有卡片上的几条；连上以后自动补全</source>
        <translation>Offline: only what the card holds; the rest comes with the link</translation>
    </message>
    <message>
        <source>往下翻还有更早的</source>
        <translation>Scroll down for older entries</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>{key} 已经用在“{does}”上，换一个，或先改那一个。</source>
        <translation>{key} already does &quot;{does}&quot;. Take another, or move that one first.</translation>
    </message>
    <message>
        <source>{key} 每个程序都用，换一个。</source>
        <translation>{key} is for every program. Take another.</translation>
    </message>
    <message>
        <source>{key} 是打字用的，请用 F 键，或 Ctrl、Alt 加字母。</source>
        <translation>{key} is for typing. Take an F-key, or a letter with Ctrl or Alt.</translation>
    </message>
</context>
<context>
    <name>list</name>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>panel</name>
    <message>
        <source>还没有消费记录</source>
        <translation>No bills yet</translation>
    </message>
    <message>
        <source>{days} 天 {visits} 次</source>
        <translation>{visits} visits in {days} days</translation>
    </message>
    <message>
        <source>互动 {n}</source>
        <translation>{n} interactions</translation>
    </message>
    <message>
        <source>{date} 起</source>
        <translation>since {date}</translation>
    </message>
    <message>
        <source>{y} 年 {m} 月</source>
        <translation>{m}/{y}</translation>
    </message>
    <message>
        <source>{m} 月 {d} 日</source>
        <translation>{m}/{d}</translation>
    </message>
    <message>
        <source>{y} 年 {m} 月 {d} 日</source>
        <translation>{y}-{m}-{d}</translation>
    </message>
    <message>
        <source>{of} 次里点了 {hits} 次</source>
        <translation>ordered on {hits} of {of} visits</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>note</translation>
    </message>
    <message>
        <source>{author} 记</source>
        <translation>{author}</translation>
    </message>
    <message>
        <source>前台</source>
        <translation>front desk</translation>
    </message>
    <message>
        <source>总部</source>
        <translation>Head office</translation>
    </message>
    <message>
        <source>说的是{whose}</source>
        <translation>said of {whose}</translation>
    </message>
    <message>
        <source>依据：{dishes}</source>
        <translation>from {dishes}</translation>
    </message>
    <message>
        <source>最近一次 {m} 月 {d} 日</source>
        <translation>last on {m}/{d}</translation>
    </message>
    <message>
        <source>{date}前有效</source>
        <translation>until {date}</translation>
    </message>
    <message>
        <source>不过期</source>
        <translation>never expires</translation>
    </message>
    <message>
        <source>全品牌</source>
        <translation>whole brand</translation>
    </message>
    <message>
        <source>只在一家店</source>
        <translation>one store only</translation>
    </message>
    <message>
        <source>规则 {rule}</source>
        <translation>rule {rule}</translation>
    </message>
    <message>
        <source>回车：没错 · ←→：换一类 · Del：不对，去掉</source>
        <translation>Enter: true · ←→: another kind · Del: wrong</translation>
    </message>
    <message>
        <source>您好，欢迎光临！请问您贵姓？留个手机号，下次来我们就认得您。</source>
        <translation>Welcome! May I have your name? Leave a phone number and next time we know you.</translation>
    </message>
    <message>
        <source>{name}您好，第一次来吧？有没有忌口或过敏？我记下来。</source>
        <translation>Hello {name}, is this your first visit? Any allergies or things you avoid? I will note it.</translation>
    </message>
    <message>
        <source>{name}，好久没见，欢迎回来！</source>
        <translation>{name}, it has been a while, welcome back!</translation>
    </message>
    <message>
        <source>{name}，欢迎回来！</source>
        <translation>{name}, welcome back!</translation>
    </message>
    <message>
        <source>生日快乐！</source>
        <translation>Happy birthday! </translation>
    </message>
    <message>
        <source>{tags}过敏我们记着，会叮嘱后厨。</source>
        <translation>We remember your allergy to {tags} and will tell the kitchen.</translation>
    </message>
    <message>
        <source>今天还来一份{dish}吗？</source>
        <translation>{dish} again today?</translation>
    </message>
    <message>
        <source>{text}{more}</source>
        <comment>two sentences one after the other</comment>
        <translation>{text} {more}</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>“{text}”</translation>
    </message>
    <message>
        <source>{name}先生</source>
        <translation>Mr {name}</translation>
    </message>
    <message>
        <source>{name}女士</source>
        <translation>Ms {name}</translation>
    </message>
    <message>
        <source>登记姓名和手机号</source>
        <translation>Register name and phone</translation>
    </message>
    <message>
        <source>问忌口和过敏，邀请留手机号</source>
        <translation>Ask about taboos and allergies, and for a phone</translation>
    </message>
    <message>
        <source>VIP 经理 {manager} 到桌问候</source>
        <translation>VIP manager {manager} greets them</translation>
    </message>
    <message>
        <source>当班经理到桌问候</source>
        <translation>The manager on duty greets them</translation>
    </message>
    <message>
        <source>提醒后厨：不放 {tags}</source>
        <translation>Tell the kitchen: no {tags}</translation>
    </message>
    <message>
        <source>{days} 天没来，问问上次满意吗</source>
        <translation>{days} days away: ask how the last visit was</translation>
    </message>
    <message>
        <source>推荐 {dish}（点过 {visits} 次）</source>
        <translation>Offer {dish} (ordered {visits} times)</translation>
    </message>
    <message>
        <source>预约 {time}</source>
        <translation>Reserved {time}</translation>
    </message>
    <message>
        <source>排队 {ticket}</source>
        <translation>Queue {ticket}</translation>
    </message>
    <message>
        <source>已叫号 {ticket}</source>
        <translation>Called {ticket}</translation>
    </message>
    <message>
        <source>已入座 {table}</source>
        <translation>Seated {table}</translation>
    </message>
    <message>
        <source>已离店</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>过号未到</source>
        <translation>No-show</translation>
    </message>
    <message>
        <source>已取消</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>{who} {time} 去迎接</source>
        <translation>{who} went to welcome at {time}</translation>
    </message>
</context>
<context>
    <name>paper</name>
    <message>
        <source>福利群码</source>
        <translation>Group code</translation>
    </message>
    <message>
        <source>VIP 群码</source>
        <translation>VIP group code</translation>
    </message>
    <message>
        <source>店长码</source>
        <translation>Manager&apos;s code</translation>
    </message>
    <message>
        <source>店员码</source>
        <translation>Staff code</translation>
    </message>
    <message>
        <source>桌码</source>
        <translation>Table code</translation>
    </message>
    <message>
        <source>活动码</source>
        <translation>Campaign code</translation>
    </message>
    <message>
        <source>福利群</source>
        <translation>Store group</translation>
    </message>
    <message>
        <source>VIP 群</source>
        <translation>VIP group</translation>
    </message>
    <message>
        <source>兴趣群</source>
        <translation>Interest group</translation>
    </message>
    <message>
        <source>做好了：{name}，现在就能印</source>
        <translation>Made: {name}. It can be printed now</translation>
    </message>
    <message>
        <source>改好了：{name}，有效期也改了</source>
        <translation>Changed: {name}, its dates too</translation>
    </message>
    <message>
        <source>改好了：{name}，印出去的照样能扫</source>
        <translation>Changed: {name}. What was printed still scans</translation>
    </message>
    <message>
        <source>恢复使用：{name}</source>
        <translation>In use again: {name}</translation>
    </message>
    <message>
        <source>已停用：{name}</source>
        <translation>Out of use: {name}</translation>
    </message>
    <message>
        <source>已加：{name}</source>
        <translation>Added: {name}</translation>
    </message>
    <message>
        <source>已关：{name}，客人扫码不再看到它</source>
        <translation>Closed: {name}. Guests who scan do not see it any more</translation>
    </message>
    <message>
        <source>已重开：{name}</source>
        <translation>Open again: {name}</translation>
    </message>
    <message>
        <source>改好了：{name}，印出去的码不受影响</source>
        <translation>Changed: {name}. Printed codes stay as good as they are</translation>
    </message>
    <message>
        <source>找到了：{sheets}</source>
        <translation>Found again: {sheets}</translation>
    </message>
    <message>
        <source>记为丢失：{sheets}，已列入重印</source>
        <translation>Lost: {sheets}. To be printed anew</translation>
    </message>
    <message>
        <source>码：{name}</source>
        <translation>Code: {name}</translation>
    </message>
    <message>
        <source>恢复码 {code}</source>
        <translation>Use code {code} again</translation>
    </message>
    <message>
        <source>停用码 {code}</source>
        <translation>Retire code {code}</translation>
    </message>
    <message>
        <source>群：{name}</source>
        <translation>Group: {name}</translation>
    </message>
    <message>
        <source>登记印刷 {sheets}</source>
        <translation>Register a print of {sheets}</translation>
    </message>
    <message>
        <source>找到了 {code}</source>
        <translation>Found {code}</translation>
    </message>
    <message>
        <source>丢失 {code}</source>
        <translation>Lost {code}</translation>
    </message>
    <message>
        <source>没有这个码，或是别家店的码。</source>
        <translation>There is no such code, or it is another store&apos;s.</translation>
    </message>
    <message>
        <source>全城或全国通用的码由总部改，本店改不了。</source>
        <translation>A code of the whole city or chain is changed at HQ, not here.</translation>
    </message>
    <message>
        <source>这不是一个码：要十位字母和数字。</source>
        <translation>This is no code: it has ten letters and digits.</translation>
    </message>
    <message>
        <source>码的用途不能改，已经印在纸上。另做一个新码。</source>
        <translation>What a code is for cannot change, it stands on paper. Make a new one.</translation>
    </message>
    <message>
        <source>桌码要写桌号，店员码要写店员。</source>
        <translation>A table&apos;s code names its table, a staff code its person.</translation>
    </message>
    <message>
        <source>名称和渠道最多 60 个字。</source>
        <translation>Name and channel have at most 60 characters.</translation>
    </message>
    <message>
        <source>群码只进本店的群，不能改去别的网址。</source>
        <translation>A group code leads to the store&apos;s groups and to no other address.</translation>
    </message>
    <message>
        <source>有效期的开始要早于结束。</source>
        <translation>It must begin before it ends.</translation>
    </message>
    <message>
        <source>链接要以 https:// 开头。从企业微信里复制完整的链接再贴。</source>
        <translation>The link must begin with https://. Copy the whole link in WeCom and paste it again.</translation>
    </message>
    <message>
        <source>这是别家店的群。</source>
        <translation>This group is another store&apos;s.</translation>
    </message>
    <message>
        <source>总部不认这个群的编号。放弃这一条，重新加一个群。</source>
        <translation>HQ does not accept this group&apos;s number. Give this up and add the group anew.</translation>
    </message>
    <message>
        <source>企业微信群 ID 太长了，或者有换行。重新复制一遍。</source>
        <translation>The WeCom group ID is too long or has a line break. Copy it again.</translation>
    </message>
    <message>
        <source>另一个群已经用了这个企业微信群 ID。核对一遍，或者改那个群。</source>
        <translation>Another group has this WeCom group ID already. Check it, or change that group.</translation>
    </message>
    <message>
        <source>群名最多 60 个字。</source>
        <translation>A group&apos;s name has at most 60 characters.</translation>
    </message>
    <message>
        <source>群的上限要在 1 到 500 之间。</source>
        <translation>A group has 1 to 500 places.</translation>
    </message>
    <message>
        <source>这个日期已经过了：填以后的日期，或者留空。</source>
        <translation>This date has passed: give a later one, or none.</translation>
    </message>
    <message>
        <source>人数要在 0 到 500 之间。</source>
        <translation>Members: from 0 to 500.</translation>
    </message>
    <message>
        <source>打不开这张图。要 PNG 或 JPEG，重新保存再选。</source>
        <translation>This picture cannot be opened. Save it again as PNG or JPEG.</translation>
    </message>
    <message>
        <source>图太大了。截小一点，或发到电脑上再存。</source>
        <translation>The picture is too large. Cut it smaller.</translation>
    </message>
    <message>
        <source>图里扫不出二维码。从企业微信重新保存群二维码，要完整、清楚。</source>
        <translation>No code can be scanned in this picture. Save the group&apos;s code from WeCom again, whole and sharp.</translation>
    </message>
    <message>
        <source>图里有几个二维码。只截这个群的那一个。</source>
        <translation>There are several codes in this picture. Cut it to this group&apos;s own.</translation>
    </message>
    <message>
        <source>这个码不通到哪里，客人进不了群。从企业微信重新保存群二维码。</source>
        <translation>This code leads nowhere: nobody joins by it. Save the group&apos;s code from WeCom again.</translation>
    </message>
    <message>
        <source>这是我们自己印的码，扫了又回到这里。要群二维码，从企业微信保存。</source>
        <translation>This is a code we printed: who scans it comes back here. Save the group&apos;s own code from WeCom.</translation>
    </message>
    <message>
        <source>这次什么也没印。</source>
        <translation>Nothing was printed.</translation>
    </message>
    <message>
        <source>总部不认这次印刷的编号。</source>
        <translation>HQ does not accept this print&apos;s number.</translation>
    </message>
    <message>
        <source>一次最多登记 5000 个码。分几次印。</source>
        <translation>At most 5000 codes at once. Print in several jobs.</translation>
    </message>
    <message>
        <source>地点和备注最多 200 个字。</source>
        <translation>Place and note have at most 200 characters.</translation>
    </message>
    <message>
        <source>登记里没有这次印刷。</source>
        <translation>The register has no such print.</translation>
    </message>
    <message>
        <source>这次印刷里没有这个码。</source>
        <translation>This print has no such code.</translation>
    </message>
    <message>
        <source>后来有人改过了。看一眼现在的样子，还要改就再改一次。</source>
        <translation>Somebody has changed this since. Look at it as it is now, and change it again if it still needs it.</translation>
    </message>
    <message>
        <source>总部写进去的和读出来的不一样，什么都没改。再发一次。</source>
        <translation>HQ read back something else than it wrote; nothing was changed. Send it again.</translation>
    </message>
</context>
<context>
    <name>past</name>
    <message>
        <source>备注：{text}</source>
        <translation>Note: {text}</translation>
    </message>
    <message>
        <source>身份对不上，已处理：{said}</source>
        <translation>Identity conflict settled: {said}</translation>
    </message>
    <message>
        <source>{y} 年</source>
        <translation>{y}</translation>
    </message>
    <message>
        <source>买单 ¥{yuan}</source>
        <translation>Bill ¥{yuan}</translation>
    </message>
    <message>
        <source>来前说：{text}</source>
        <translation>Said before coming: {text}</translation>
    </message>
    <message>
        <source>{what}：{old} → {new}</source>
        <translation>{what}: {old} → {new}</translation>
    </message>
    <message>
        <source>{what}：{new}</source>
        <translation>{what}: {new}</translation>
    </message>
    <message>
        <source>没有名字的客人</source>
        <translation>a nameless guest</translation>
    </message>
    <message>
        <source>和 {who} 拆开了</source>
        <translation>Merge with {who} undone</translation>
    </message>
    <message>
        <source>和 {who} 合成一位</source>
        <translation>Merged with {who}</translation>
    </message>
    <message>
        <source>后来拆开了</source>
        <translation>undone later</translation>
    </message>
    <message>
        <source>取号</source>
        <translation>Queued</translation>
    </message>
    <message>
        <source>预约</source>
        <translation>Reserved</translation>
    </message>
    <message>
        <source>扫桌码</source>
        <translation>Scanned a table</translation>
    </message>
    <message>
        <source>前台登记</source>
        <translation>Registered here</translation>
    </message>
    <message>
        <source>还没到</source>
        <translation>expected</translation>
    </message>
    <message>
        <source>在等</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>已叫号</source>
        <translation>called</translation>
    </message>
    <message>
        <source>已入座</source>
        <translation>seated</translation>
    </message>
    <message>
        <source>已离店</source>
        <translation>left</translation>
    </message>
    <message>
        <source>过号未到</source>
        <translation>no-show</translation>
    </message>
    <message>
        <source>已取消</source>
        <translation>cancelled</translation>
    </message>
    <message>
        <source>等级</source>
        <translation>Tier</translation>
    </message>
    <message>
        <source>客群</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>消费</source>
        <translation>Buying</translation>
    </message>
    <message>
        <source>私域</source>
        <translation>Private guest</translation>
    </message>
    <message>
        <source>没买过单</source>
        <translation>no bill</translation>
    </message>
    <message>
        <source>买过一次</source>
        <translation>one bill</translation>
    </message>
    <message>
        <source>买过两次以上</source>
        <translation>two bills or more</translation>
    </message>
    <message>
        <source>问过加盟</source>
        <translation>asked about a franchise</translation>
    </message>
    <message>
        <source>是</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>不是</source>
        <translation>no</translation>
    </message>
    <message>
        <source>是同一位</source>
        <translation>one person</translation>
    </message>
    <message>
        <source>是两位，归原来那位</source>
        <translation>two people, the first one keeps it</translation>
    </message>
    <message>
        <source>是两位，归另一位</source>
        <translation>two people, the other one gets it</translation>
    </message>
    <message>
        <source>加了企业微信</source>
        <translation>Added on WeCom</translation>
    </message>
    <message>
        <source>进群</source>
        <translation>Joined a group</translation>
    </message>
    <message>
        <source>退群</source>
        <translation>Left a group</translation>
    </message>
    <message>
        <source>领券</source>
        <translation>Claimed a coupon</translation>
    </message>
    <message>
        <source>用券</source>
        <translation>Used a coupon</translation>
    </message>
    <message>
        <source>推荐给朋友</source>
        <translation>Recommended us</translation>
    </message>
    <message>
        <source>问加盟</source>
        <translation>Asked about a franchise</translation>
    </message>
</context>
<context>
    <name>print</name>
    <message>
        <source>印过的</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>要重印</source>
        <translation>Reprint</translation>
    </message>
    <message>
        <source>所有的码</source>
        <translation>All codes</translation>
    </message>
    <message>
        <source>码已停用：取下来</source>
        <translation>Code retired: take it down</translation>
    </message>
    <message>
        <source>网址换了：旧的扫不开</source>
        <translation>Address changed: the old one is dead</translation>
    </message>
    <message>
        <source>丢了</source>
        <translation>Lost</translation>
    </message>
    <message>
        <source>模板改过</source>
        <translation>Template changed</translation>
    </message>
    <message>
        <source>能用</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>还没开始</source>
        <translation>Not yet</translation>
    </message>
    <message>
        <source>过期了</source>
        <translation>Lapsed</translation>
    </message>
    <message>
        <source>已停用</source>
        <translation>Retired</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>printed</translation>
    </message>
    <message>
        <source>存成 PDF</source>
        <translation>saved as PDF</translation>
    </message>
    <message>
        <source>存成图片</source>
        <translation>saved as pictures</translation>
    </message>
    <message>
        <source>印刷登记</source>
        <translation>Print register</translation>
    </message>
    <message>
        <source>查码、查印刷</source>
        <translation>Look up a code or a print</translation>
    </message>
    <message>
        <source>桌号、地点、谁印的，或捡到的码</source>
        <translation>Table, place, who, or a code you found</translation>
    </message>
    <message>
        <source>{y} 年 {m} 月 {d} 日</source>
        <translation>{d}/{m}/{y}</translation>
    </message>
    <message>
        <source>没写贴在哪</source>
        <translation>place unknown</translation>
    </message>
    <message>
        <source>要重印 {count}</source>
        <translation>Reprint {count}</translation>
    </message>
    <message>
        <source>丢了 {count}</source>
        <translation>Lost {count}</translation>
    </message>
    <message>
        <source>{day} 记为丢失</source>
        <translation>lost since {day}</translation>
    </message>
    <message>
        <source>没有贴着的</source>
        <translation>none hangs anywhere</translation>
    </message>
    <message>
        <source>还没印过</source>
        <translation>never printed</translation>
    </message>
    <message>
        <source>全城或全国通用的码，由总部改。</source>
        <translation>A code of the whole city or chain; HQ changes it.</translation>
    </message>
    <message>
        <source>通到 {url}</source>
        <translation>Leads to {url}</translation>
    </message>
    <message>
        <source>渠道 {channel}</source>
        <translation>Channel {channel}</translation>
    </message>
    <message>
        <source>近 7 天：扫码 {scans} 次、{people} 人，加好友 {added}，入群 {joined}</source>
        <translation>Last 7 days: scans {scans}, people {people}, added {added}, joined {joined}</translation>
    </message>
    <message>
        <source>从 {day}</source>
        <translation>from {day}</translation>
    </message>
    <message>
        <source>到 {day}</source>
        <translation>until {day}</translation>
    </message>
    <message>
        <source>贴着的 {sheets}（{places}）扫了就没用了。真要停用，再按一次。</source>
        <translation>{sheets} that hang ({places}) would lead nowhere. Press once more to retire it.</translation>
    </message>
    <message>
        <source>印出去的 {sheets}扫了就没用了。真要停用，再按一次。</source>
        <translation>{sheets} in print would lead nowhere. Press once more to retire it.</translation>
    </message>
    <message>
        <source>没有找到</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>换个说法，或按 Esc 看全部。</source>
        <translation>Try other words, or press Esc for everything.</translation>
    </message>
    <message>
        <source>还没印过东西</source>
        <translation>Nothing was printed yet</translation>
    </message>
    <message>
        <source>在“二维码”里打印或存下来的，都会自动登记在这里。</source>
        <translation>What is printed or saved under “Codes” is registered here by itself.</translation>
    </message>
    <message>
        <source>没有要重印的</source>
        <translation>Nothing to print anew</translation>
    </message>
    <message>
        <source>模板改了、码停用了、东西丢了，会列在这里。</source>
        <translation>Changed templates, retired codes and lost pieces are listed here.</translation>
    </message>
    <message>
        <source>还没有码</source>
        <translation>No codes yet</translation>
    </message>
    <message>
        <source>总部会给每家店、每张桌、每位店员各做一个，连上后自动出现。</source>
        <translation>HQ makes one for every store, table and member of staff; they appear once the desk is connected.</translation>
    </message>
    <message>
        <source>{code} 不是本店的码：是别家店的，或看错了一个字。查清楚前别贴出来。</source>
        <translation>{code} is not this store&apos;s: it is another store&apos;s, or a letter was misread. Do not put it up before you know.</translation>
    </message>
    <message>
        <source>这是本店的{name}</source>
        <translation>This store&apos;s own: {name}</translation>
    </message>
    <message>
        <source>取下来了</source>
        <translation>Taken down</translation>
    </message>
    <message>
        <source>找到了</source>
        <translation>Found</translation>
    </message>
    <message>
        <source>去印</source>
        <translation>Print it</translation>
    </message>
    <message>
        <source>重新印 {count}</source>
        <translation>Print {count} anew</translation>
    </message>
    <message>
        <source>重新印</source>
        <translation>Print anew</translation>
    </message>
    <message>
        <source>恢复使用</source>
        <translation>Use it again</translation>
    </message>
    <message>
        <source>真的停用</source>
        <translation>Really retire</translation>
    </message>
    <message>
        <source>停用这个码</source>
        <translation>Retire this code</translation>
    </message>
    <message>
        <source>改名、去处、有效期</source>
        <translation>Name, target, dates</translation>
    </message>
    <message>
        <source>做一个活动码</source>
        <translation>New campaign code</translation>
    </message>
    <message>
        <source>做好</source>
        <translation>Make it</translation>
    </message>
</context>
<context>
    <name>scan</name>
    <message>
        <source>没扫全，请再扫一次</source>
        <translation>Only part of it was read. Scan again.</translation>
    </message>
    <message>
        <source>输入法吞了几个字，请再扫一次</source>
        <translation>The input method swallowed part of it. Scan again.</translation>
    </message>
    <message>
        <source>先登记这台前台，再扫码</source>
        <translation>Enrol this desk first, then scan</translation>
    </message>
    <message>
        <source>这是付款码，请到收银台扫。这里什么都没记。</source>
        <translation>A payment code: scan it at the till. Nothing was kept here.</translation>
    </message>
    <message>
        <source>这是给客人手机扫的码，前台不用扫</source>
        <translation>A code for the phones of guests; the desk need not scan it</translation>
    </message>
    <message>
        <source>这是一个网址，不是会员码</source>
        <translation>A web address, not a member code</translation>
    </message>
    <message>
        <source>这是商品条码，不是会员码</source>
        <translation>A product barcode, not a member code</translation>
    </message>
    <message>
        <source>不认识这个码</source>
        <translation>Not a code that is known here</translation>
    </message>
    <message>
        <source>本店没有这位会员，正在问总部</source>
        <translation>Not a member this store knows; asking HQ</translation>
    </message>
    <message>
        <source>总部也没有这位会员。先登记下来吧。</source>
        <translation>HQ does not know this member either. Register them first.</translation>
    </message>
    <message>
        <source>本店没有这位会员，总部没有回应。先登记，连上后总部会认出来。</source>
        <translation>This store does not know the member and HQ does not answer. Register them; HQ can tell later.</translation>
    </message>
    <message>
        <source>{name} 已经在这里</source>
        <translation>{name} is already here</translation>
    </message>
    <message>
        <source>{name} 已经在这里：{place}</source>
        <translation>{name} is already here: {place}</translation>
    </message>
    <message>
        <source>会员号 {number}</source>
        <translation>Member no. {number}</translation>
    </message>
    <message>
        <source>会员码</source>
        <translation>Member code</translation>
    </message>
    <message>
        <source>没扫全的会员码</source>
        <translation>Part of a member code</translation>
    </message>
    <message>
        <source>给客人手机扫的码</source>
        <translation>Code for phones of guests</translation>
    </message>
    <message>
        <source>网址</source>
        <translation>Web address</translation>
    </message>
    <message>
        <source>付款码</source>
        <translation>Payment code</translation>
    </message>
    <message>
        <source>手机号</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>商品条码</source>
        <translation>Product barcode</translation>
    </message>
    <message>
        <source>号码，可能是会员号</source>
        <translation>Number, perhaps of a member</translation>
    </message>
    <message>
        <source>不认识的码</source>
        <translation>Unknown code</translation>
    </message>
</context>
<context>
    <name>shell</name>
    <message>
        <source>周一</source>
        <translation>Monday</translation>
    </message>
    <message>
        <source>周二</source>
        <translation>Tuesday</translation>
    </message>
    <message>
        <source>周三</source>
        <translation>Wednesday</translation>
    </message>
    <message>
        <source>周四</source>
        <translation>Thursday</translation>
    </message>
    <message>
        <source>周五</source>
        <translation>Friday</translation>
    </message>
    <message>
        <source>周六</source>
        <translation>Saturday</translation>
    </message>
    <message>
        <source>周日</source>
        <translation>Sunday</translation>
    </message>
    <message>
        <source>早市</source>
        <translation>breakfast</translation>
    </message>
    <message>
        <source>午市</source>
        <translation>lunch</translation>
    </message>
    <message>
        <source>下午</source>
        <translation>afternoon</translation>
    </message>
    <message>
        <source>晚市</source>
        <translation>dinner</translation>
    </message>
    <message>
        <source>夜宵</source>
        <translation>late night</translation>
    </message>
    <message>
        <source>{day}{part}</source>
        <translation>{day} {part}</translation>
    </message>
    <message>
        <source>在线 · 刚刚</source>
        <translation>Online · just now</translation>
    </message>
    <message>
        <source>离线 · {time}</source>
        <translation>Offline · {time}</translation>
    </message>
    <message>
        <source>离线</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>需要更新程序</source>
        <translation>Update needed</translation>
    </message>
    <message>
        <source>需要重新登记</source>
        <translation>Enrol again</translation>
    </message>
    <message>
        <source>正在首次同步 {percent}</source>
        <translation>First sync {percent}</translation>
    </message>
    <message>
        <source>正在首次同步</source>
        <translation>First sync</translation>
    </message>
    <message>
        <source>正在连接</source>
        <translation>Connecting</translation>
    </message>
    <message>
        <source>这台前台还没有登记到门店</source>
        <translation>This desk belongs to no store yet</translation>
    </message>
    <message>
        <source>总部不认这台前台了，请店长重新登记</source>
        <translation>Head office no longer trusts this desk; ask your manager to enrol it again</translation>
    </message>
    <message>
        <source>这台前台的钥匙不见了，请店长重新登记</source>
        <translation>This desk’s key is gone. Ask the manager to enrol it again</translation>
    </message>
    <message>
        <source>版本太旧，总部不再支持。请更新程序</source>
        <translation>This version is too old for head office. Update the program</translation>
    </message>
    <message>
        <source>连不上总部，照常迎客，做的事都记着</source>
        <translation>Head office is out of reach. Go on as usual; every step is kept</translation>
    </message>
    <message>
        <source>总部没有回应，照常迎客，做的事都记着</source>
        <translation>Head office does not answer. Go on as usual; every step is kept</translation>
    </message>
    <message>
        <source>这台电脑不信任总部的证书，检查电脑的日期和时间。照常迎客，做的事都记着</source>
        <translation>This computer does not trust head office’s certificate: check its date and time. Go on as usual; every step is kept</translation>
    </message>
    <message>
        <source>网络那头回答的不是总部：要登录的网络，先登录。照常迎客，做的事都记着</source>
        <translation>What answers is not head office: log in to the network where it asks for that. Go on as usual; every step is kept</translation>
    </message>
    <message>
        <source>数据文件读不了或写不了，请找技术运行 yingbin doctor</source>
        <translation>The data files cannot be read or written: have a technician run yingbin doctor</translation>
    </message>
    <message>
        <source>总部出了问题，照常迎客，做的事都记着</source>
        <translation>Head office has a problem. Go on as usual; every step is kept</translation>
    </message>
    <message>
        <source>磁盘满了</source>
        <translation>The disk is full</translation>
    </message>
    <message>
        <source>正在下载客人名册</source>
        <translation>Fetching the guest list</translation>
    </message>
    <message>
        <source>正在核对客人名册</source>
        <translation>Checking the guest list</translation>
    </message>
    <message>
        <source>截至 {time}</source>
        <translation>as of {time}</translation>
    </message>
    <message>
        <source>{store} · {when}</source>
        <translation>{store} · {when}</translation>
    </message>
    <message>
        <source>连不上总部。检查地址和网线，会自动再试。</source>
        <translation>Head office cannot be reached. Check address and cable; it is tried again by itself.</translation>
    </message>
    <message>
        <source>迎宾</source>
        <translation>Yingbin</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Quit</translation>
    </message>
    <message>
        <source>上次出了错，已经记下来。做过的事都在，不用重做。</source>
        <translation>Something went wrong last time; it was written down. Everything you did is kept.</translation>
    </message>
    <message>
        <source>磁盘满了：还能查客人，但新做的事记不下。腾出空间后自动恢复。</source>
        <translation>The disk is full: search works, but new steps cannot be kept. It goes on by itself when there is room.</translation>
    </message>
    <message>
        <source>总部不认这台前台了：照常迎客，做的事都记着。请店长重新登记。</source>
        <translation>Head office no longer trusts this desk. Go on as usual, every step is kept; ask your manager to enrol it again.</translation>
    </message>
    <message>
        <source>门店</source>
        <translation>Store</translation>
    </message>
    <message>
        <source>总部</source>
        <translation>Head office</translation>
    </message>
    <message>
        <source>数据</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>版本</source>
        <translation>Version</translation>
    </message>
</context>
<context>
    <name>side</name>
    <message>
        <source>我来迎接</source>
        <translation>I welcome them</translation>
    </message>
    <message>
        <source>入座</source>
        <translation>Seat</translation>
    </message>
    <message>
        <source>换桌</source>
        <translation>Change table</translation>
    </message>
    <message>
        <source>登记是谁</source>
        <translation>Who is it</translation>
    </message>
    <message>
        <source>登记到店</source>
        <translation>They are here</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>口味</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>Everything</translation>
    </message>
    <message>
        <source>过号未到</source>
        <translation>No-show</translation>
    </message>
    <message>
        <source>离店</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>看对不上</source>
        <translation>Who is who</translation>
    </message>
    <message>
        <source>{times} · 上次 {m} 月 {d} 日</source>
        <translation>{times} · last {m}/{d}</translation>
    </message>
</context>
<context>
    <name>studio</name>
    <message>
        <source>门店福利群</source>
        <translation>Store group</translation>
    </message>
    <message>
        <source>VIP 群</source>
        <translation>VIP group</translation>
    </message>
    <message>
        <source>桌台</source>
        <translation>Tables</translation>
    </message>
    <message>
        <source>店员</source>
        <translation>Staff</translation>
    </message>
    <message>
        <source>店长</source>
        <translation>Manager</translation>
    </message>
    <message>
        <source>活动</source>
        <translation>Campaigns</translation>
    </message>
    <message>
        <source>还没有码</source>
        <translation>no code yet</translation>
    </message>
    <message>
        <source>全部门店</source>
        <translation>All stores</translation>
    </message>
    <message>
        <source>{name} · 全选 {count}</source>
        <translation>{name} · all {count}</translation>
    </message>
    <message>
        <source>{name} · 已选 {count}</source>
        <translation>{name} · {count} chosen</translation>
    </message>
    <message>
        <source>第 {page} 页 / {pages}</source>
        <translation>Page {page} / {pages}</translation>
    </message>
    <message>
        <source>还没有人扫</source>
        <translation>nobody scanned it yet</translation>
    </message>
    <message>
        <source>扫 {count} 人</source>
        <translation>{count} scanned</translation>
    </message>
    <message>
        <source>入群 {percent}%</source>
        <translation>{percent} % joined</translation>
    </message>
    <message>
        <source>还没印过</source>
        <translation>never printed</translation>
    </message>
    <message>
        <source>{month} 月 {day} 日</source>
        <translation>{day}/{month}</translation>
    </message>
    <message>
        <source>短链</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>已印</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>近 7 天</source>
        <translation>7 days</translation>
    </message>
    <message>
        <source>上次打印 {told}</source>
        <translation>Last print {told}</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>打印 {told}</source>
        <translation>Print {told}</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>大门</source>
        <translation>Door</translation>
    </message>
    <message>
        <source>收银台</source>
        <translation>Till</translation>
    </message>
    <message>
        <source>等位区</source>
        <translation>Waiting area</translation>
    </message>
    <message>
        <source>桌面</source>
        <translation>Tables</translation>
    </message>
    <message>
        <source>选一张标志图片</source>
        <translation>Choose a picture for the logo</translation>
    </message>
    <message>
        <source>存到哪个文件夹</source>
        <translation>Choose a folder</translation>
    </message>
    <message>
        <source>正在打印</source>
        <translation>Printing</translation>
    </message>
    <message>
        <source>正在存图片</source>
        <translation>Saving pictures</translation>
    </message>
    <message>
        <source>正在存 PDF</source>
        <translation>Saving PDF</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>正在取消</source>
        <translation>Stopping</translation>
    </message>
    <message>
        <source>已取消，没有留下半份文件。</source>
        <translation>Cancelled; no half file was left.</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>已存 {name}</source>
        <translation>Saved {name}</translation>
    </message>
    <message>
        <source>{said}，但没有记进印刷登记。{why}</source>
        <translation>{said}, but the register does not know it. {why}</translation>
    </message>
    <message>
        <source>还没有桌码。
请总部导入桌台，码会自己来。</source>
        <translation>No table has a code yet.
When HQ imports tables, codes come.</translation>
    </message>
    <message>
        <source>还没有店员码。
请总部导入店员，码会自己来。</source>
        <translation>No member of staff has a code yet.
When HQ imports staff, codes come.</translation>
    </message>
    <message>
        <source>还没有活动码。
到“印刷登记”里做一个。</source>
        <translation>There is no campaign code yet.
Make one under “Prints”.</translation>
    </message>
    <message>
        <source>总部还没有给这个码。
连上总部，码会自己来。</source>
        <translation>HQ has not given this code yet.
It comes by itself once online.</translation>
    </message>
    <message>
        <source>在左边选要印的码，这里就是印出来的样子。</source>
        <translation>Choose codes at the left: here is what the paper will look like.</translation>
    </message>
    <message>
        <source>福利群还剩 {left} 位</source>
        <translation>Places left: {left}</translation>
    </message>
    <message>
        <source>还没有群，扫了进不去</source>
        <translation>No group behind it yet</translation>
    </message>
    <message>
        <source>先加群</source>
        <translation>add one</translation>
    </message>
    <message>
        <source>没有能进的群了</source>
        <translation>No group can be joined</translation>
    </message>
    <message>
        <source>现在就加群</source>
        <translation>add one now</translation>
    </message>
    <message>
        <source>群码快到期</source>
        <translation>Group code lapses</translation>
    </message>
    <message>
        <source>快加群</source>
        <translation>add a group</translation>
    </message>
    <message>
        <source>正在试扫 {done} / {pages} 页</source>
        <translation>Scanning page {done} / {pages}</translation>
    </message>
    <message>
        <source>码点 {module} mm</source>
        <translation>Modules {module} mm</translation>
    </message>
    <message>
        <source>至少 {least}</source>
        <translation>at least {least}</translation>
    </message>
    <message>
        <source>留白 4 格 · 对比 {ratio}:1</source>
        <translation>Quiet zone 4 · contrast {ratio}:1</translation>
    </message>
    <message>
        <source>{level} 级纠错</source>
        <translation>level {level}</translation>
    </message>
    <message>
        <source>字体已嵌入</source>
        <translation>Fonts embedded</translation>
    </message>
    <message>
        <source>字体没有全部嵌入</source>
        <translation>Some fonts are not embedded</translation>
    </message>
    <message>
        <source>出血 {bleed} mm</source>
        <translation>bleed {bleed} mm</translation>
    </message>
    <message>
        <source>印的时候逐页试扫</source>
        <translation>Scanned while printing</translation>
    </message>
    <message>
        <source>手机在哪都能打开</source>
        <translation>Opens anywhere</translation>
    </message>
    <message>
        <source>还没有链接，等总部给</source>
        <translation>No link yet: HQ gives it</translation>
    </message>
    <message>
        <source>只能在本机打开，先别印</source>
        <translation>This machine only</translation>
    </message>
    <message>
        <source>正、斜、糊、暗</source>
        <translation>tilted, blurred, dim</translation>
    </message>
    <message>
        <source>正着</source>
        <translation>as it is</translation>
    </message>
    <message>
        <source>对焦不准时</source>
        <translation>out of focus</translation>
    </message>
    <message>
        <source>斜着</source>
        <translation>held askew</translation>
    </message>
    <message>
        <source>光线暗时</source>
        <translation>in low light</translation>
    </message>
    <message>
        <source>用热敏打印机印出来</source>
        <translation>from a thermal printer</translation>
    </message>
    <message>
        <source>用旧热敏打印机印出来</source>
        <translation>from a worn thermal printer</translation>
    </message>
    <message>
        <source>第 {page} 页多出一个码：标志里有码吗？换一张标志。</source>
        <translation>Page {page} shows a code too many: is there one in the logo? Take another logo.</translation>
    </message>
    <message>
        <source>标志占 {covered} %：这里最多 {most} %。把标志调小。</source>
        <translation>Logo covers {covered} %: at most {most} % here. Make it smaller.</translation>
    </message>
    <message>
        <source>码宽 {width} mm：这里至少 {least} mm。换大一号的模板，或去掉标志。</source>
        <translation>The code is {width} mm wide: at least {least} mm here. Take a larger template, or no logo.</translation>
    </message>
    <message>
        <source>码四周留白 {margin} mm：至少 {least} mm。换一个模板。</source>
        <translation>The margin is {margin} mm: at least {least} mm. Take another template.</translation>
    </message>
    <message>
        <source>码比底色浅，很多手机不认。码的颜色选深一点。</source>
        <translation>The code is lighter than its ground, which many phones do not read. Take a darker colour.</translation>
    </message>
    <message>
        <source>对比 {contrast} %：至少 {least} %。码的颜色选深一点。</source>
        <translation>Contrast is {contrast} %: at least {least} %. Take a darker colour for the code.</translation>
    </message>
    <message>
        <source>第 {page} 页{hardship}扫不出来。印大一点，用白底黑码，或不放标志。</source>
        <translation>Page {page} does not scan {hardship}. Print it larger, black on white, or without a logo.</translation>
    </message>
    <message>
        <source>链接太长，最多 {limit} 个字符。请总部换短的网址。</source>
        <translation>The link is too long: at most {limit} characters. Ask HQ for a shorter address.</translation>
    </message>
    <message>
        <source>“{text}”放不下。写短一点，或换大一号的模板。</source>
        <translation>“{text}” has no room. Shorten it, or take a larger template.</translation>
    </message>
    <message>
        <source>标志的图打不开，或已经不在了。换 PNG、JPG 或 SVG，或不要标志。</source>
        <translation>The picture of the logo cannot be opened, or is gone. Choose a PNG, JPG or SVG anew, or no logo.</translation>
    </message>
    <message>
        <source>{text} 不是颜色，要像 #0f6b5c。</source>
        <translation>{text} is no colour: write it like #0f6b5c.</translation>
    </message>
    <message>
        <source>还没有选。在左边选要印的码。</source>
        <translation>Nothing is chosen. Choose codes at the left.</translation>
    </message>
    <message>
        <source>没存成：磁盘满了，或这个文件夹不让写。什么都没留下，换个文件夹。</source>
        <translation>Not saved: the disk is full or the folder cannot be written to. Nothing was left; take another folder.</translation>
    </message>
    <message>
        <source>{dots} dpi 的图太大，做不了。清晰度选低一点，或存 PDF。</source>
        <translation>A picture of {dots} dpi is too large here. Choose fewer dots, or save a PDF.</translation>
    </message>
    <message>
        <source>做页面的程序中断了，什么都没留下。再试一次；还不行就重开程序。</source>
        <translation>What makes the pages has stopped, and nothing of it is left. Try again; if that does not help, restart Yingbin.</translation>
    </message>
    <message>
        <source>找不到打印机 {name}。开机、接好线，再打开这一页。</source>
        <translation>There is no printer {name}. Switch it on, plug it in, and open this again.</translation>
    </message>
    <message>
        <source>打印机没有接受。看看有没有纸、开没开机，再打一次；或先存 PDF。</source>
        <translation>The printer took nothing. Is there paper, is it on? Print again, or save a PDF.</translation>
    </message>
    <message>
        <source>没有这个模板了。换一个。</source>
        <translation>This template is gone. Take another.</translation>
    </message>
    <message>
        <source>模板 {file} 的文件坏了，请总部重新给一份。</source>
        <translation>The template file {file} is damaged. Ask HQ for it again.</translation>
    </message>
    <message>
        <source>“{text}”里的“{letter}”，这台电脑没有这个字。换一个字，或装上字体。</source>
        <translation>This computer has no letter “{letter}”, as in “{text}”. Take another, or install a font.</translation>
    </message>
    <message>
        <source>连不上总部，要不到别家门店的码。本店的照样能印。</source>
        <translation>HQ cannot be reached, so there are no codes of other stores. This store’s can be printed.</translation>
    </message>
    <message>
        <source>总部没有回应，要不到别家门店的码。本店的照样能印。</source>
        <translation>HQ does not answer, so there are no codes of other stores. This store’s can be printed.</translation>
    </message>
</context>
<context>
    <name>whose</name>
    <message>
        <source>{code} 不是本店的码，正在问总部是谁的…</source>
        <translation>{code} is not this store&apos;s. Asking HQ whose it is…</translation>
    </message>
    <message>
        <source>查清楚前别贴出来。</source>
        <translation>Do not put it up before you know.</translation>
    </message>
    <message>
        <source>{code} 不是本店的码。现在连不上总部，查不到是谁的。</source>
        <translation>{code} is not this store&apos;s. HQ cannot be reached now, so nobody can say whose it is.</translation>
    </message>
    <message>
        <source>连上以后会自动再问。查清楚前别贴出来。</source>
        <translation>HQ is asked again once the line is back. Do not put it up before you know.</translation>
    </message>
    <message>
        <source>{code} 总部也查不到：多半看错了一个字。</source>
        <translation>HQ does not know {code} either: a letter was probably misread.</translation>
    </message>
    <message>
        <source>照着纸上再对一遍。要是一个字不差，这不是我们的码：撕下来，告诉总部。</source>
        <translation>Compare it with the paper again. If every letter is right, it is not one of ours: take it down and tell HQ.</translation>
    </message>
    <message>
        <source>总部说这是本店的{name}，这台电脑还没收到。</source>
        <translation>HQ says that it is this store&apos;s: {name}. This computer has not heard of it yet.</translation>
    </message>
    <message>
        <source>等一会儿再查；一直没有，看看右上角连着没有。</source>
        <translation>Look again in a while; if it stays away, see at the top right whether the line is up.</translation>
    </message>
    <message>
        <source>这是全国通用的{name}：{valid}</source>
        <translation>A code of the whole chain: {name}. {valid}</translation>
    </message>
    <message>
        <source>这是{where}通用的{name}：{valid}</source>
        <translation>A code of all stores in {where}: {name}. {valid}</translation>
    </message>
    <message>
        <source>这是{where}的{name}：{valid}</source>
        <translation>It belongs to {where}: {name}. {valid}</translation>
    </message>
    <message>
        <source>它已经没用了：撕下来扔掉。</source>
        <translation>It leads nowhere any more: take it down and throw it away.</translation>
    </message>
    <message>
        <source>别贴在本店，客人会进他们的群。打电话告诉那家店，纸交给他们或总部。</source>
        <translation>Do not put it up here: guests would join their group. Call that store, and give the paper to them or to HQ.</translation>
    </message>
    <message>
        <source>归总部管：问一下总部该贴在哪。</source>
        <translation>HQ keeps it: ask them where it should hang.</translation>
    </message>
</context>
</TS>
